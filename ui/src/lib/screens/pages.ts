// The pages but for Home, which the window opens with. Each is a chunk of its own, so that none holds the first figures
// back: a new page is a line here, one in `Page` (navigation), one in the rail.

import type { AppView } from '$lib/backend';
import { later, type Later } from '$lib/state/later.svelte';
import type { Page } from '$lib/state/navigation.svelte';

export const pages: Record<Exclude<Page, 'home'>, Later<{ view: AppView }>> = {
  activity: later(() => import('./activity/Activity.svelte')),
  receive: later(() => import('./Receive.svelte')),
  insights: later(() => import('./Insights.svelte')),
  bills: later(() => import('./Bills.svelte')),
  sales: later(() => import('./Sales.svelte')),
  limits: later(() => import('./Limits.svelte')),
  profile: later(() => import('./Profile.svelte')),
  permissions: later(() => import('./Permissions.svelte')),
};
