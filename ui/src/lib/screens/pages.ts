// The pages, in the order of the rail. Each but Home is a chunk of its own, so that none holds the first figures back: a
// new page is a line here and one in `Page` (navigation).

import ArrowDownUp from '@lucide/svelte/icons/arrow-down-up';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import Banknote from '@lucide/svelte/icons/banknote';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import CirclePlus from '@lucide/svelte/icons/circle-plus';
import House from '@lucide/svelte/icons/house';
import Landmark from '@lucide/svelte/icons/landmark';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import QrCode from '@lucide/svelte/icons/qr-code';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import Settings from '@lucide/svelte/icons/settings';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import type { AppView, FeatureName } from '$lib/backend';
import { later, type Later } from '$lib/state/later.svelte';
import type { Page } from '$lib/state/navigation.svelte';

interface PageEntry {
  /** Home is there from the start. */
  part: Later<{ view: AppView }> | null;
  /** On the rail. A page without one is reached from another page. */
  icon?: typeof House;
  /** It does something rather than showing it: it stands below the others on the rail, locked or not. */
  action?: FeatureName;
  /** Pressed after `g`, it leads here. */
  key?: string;
  /** It is as high as the window lets it be, and scrolls within. */
  fills?: true;
}

export const pages: Record<Page, PageEntry> = {
  home: { part: null, icon: House, key: 'h' },
  activity: {
    part: later(() => import('./activity/Activity.svelte')),
    icon: ArrowLeftRight,
    key: 'a',
    fills: true,
  },
  payments: { part: later(() => import('./payments/Payments.svelte')), icon: ListChecks, key: 'y' },
  receive: { part: later(() => import('./Receive.svelte')), icon: QrCode, key: 'r' },
  insights: { part: later(() => import('./Insights.svelte')), icon: ChartColumn, key: 'i' },
  permissions: { part: later(() => import('./Permissions.svelte')), icon: SlidersHorizontal, key: 'p' },
  settings: { part: later(() => import('./Settings.svelte')), icon: Settings, key: 's' },
  send: {
    part: later(() => import('./payments/Send.svelte')),
    icon: HandCoins,
    key: 'f',
    action: 'send',
  },
  withdraw: {
    part: later(() => import('./payments/Withdraw.svelte')),
    icon: Landmark,
    key: 'w',
    action: 'withdraw',
  },
  addMoney: {
    part: later(() => import('./payments/deposits/AddMoney.svelte')),
    icon: CirclePlus,
    key: 'm',
    action: 'addMoney',
  },
  swap: {
    part: later(() => import('./payments/crypto/Swap.svelte')),
    icon: ArrowDownUp,
    key: 'x',
    action: 'swap',
  },
  bills: { part: later(() => import('./Bills.svelte')), icon: ReceiptText, key: 'b', action: 'payBills' },
  sales: { part: later(() => import('./Sales.svelte')), icon: Banknote, key: 'c', action: 'sales' },
  limits: { part: later(() => import('./Limits.svelte')), key: 'l' },
  profile: { part: later(() => import('./Profile.svelte')), key: 'u' },
  diagnostics: { part: later(() => import('./Diagnostics.svelte')), key: 'd' },
};

export const order = Object.keys(pages) as Page[];
