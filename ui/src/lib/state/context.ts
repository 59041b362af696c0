// What every component may reach without being handed it.

import { createContext } from 'svelte';
import type { Clock } from './clock.svelte';
import type { Gates } from './gates.svelte';
import type { Hints } from './hints.svelte';
import type { Navigation } from './navigation.svelte';
import type { Wallet } from './wallet.svelte';

export interface AppContext {
  wallet: Wallet;
  clock: Clock;
  gates: Gates;
  navigation: Navigation;
  hints: Hints;
  disconnecting: { open: boolean };
}

export const [useApp, provideApp] = createContext<AppContext>();
