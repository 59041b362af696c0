// Which page is open. Only pages that exist are here.

export type Page =
  | 'home'
  | 'activity'
  | 'send'
  | 'withdraw'
  | 'addMoney'
  | 'swap'
  | 'payments'
  | 'receive'
  | 'insights'
  | 'bills'
  | 'sales'
  | 'limits'
  | 'profile'
  | 'permissions'
  | 'settings'
  | 'diagnostics';

/** They concern the app, not the wallet: they are there before one is connected. */
export const OF_THE_APP = ['settings', 'diagnostics'] as const satisfies Page[];

export function isOfTheApp(page: Page): page is (typeof OF_THE_APP)[number] {
  return OF_THE_APP.some((each) => each === page);
}

export class Navigation {
  page = $state<Page>('home');
  /** The person wants to search: whoever has the field takes the wish away. */
  searching = $state(false);

  search(): void {
    this.searching = true;
    this.page = 'activity';
  }

  go(page: Page): void {
    this.page = page;
  }
}
