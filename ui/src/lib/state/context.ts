// What every component may reach without being handed it.

import { createContext } from 'svelte';
import type { Backend } from '$lib/backend';
import type { Keyboard } from '$lib/keyboard/keyboard.svelte';
import type { Clock } from './clock.svelte';
import type { Gates } from './gates.svelte';
import type { Hints } from './hints.svelte';
import type { Kept } from './kept';
import type { Navigation } from './navigation.svelte';
import type { Wallet } from './wallet.svelte';

export interface AppContext {
  backend: Backend;
  wallet: Wallet;
  clock: Clock;
  gates: Gates;
  navigation: Navigation;
  hints: Hints;
  disconnecting: { open: boolean };
  kept: Kept;
  keyboard: Keyboard;
  /** What lies over the page, at the person's own wish. */
  over: { palette: boolean; keys: boolean };
}

export const [useApp, provideApp] = createContext<AppContext>();
