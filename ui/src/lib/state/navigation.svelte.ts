// Which page is open. Only pages that exist are here.

export type Page =
  'home' | 'activity' | 'receive' | 'insights' | 'bills' | 'sales' | 'limits' | 'profile' | 'permissions';

export class Navigation {
  page = $state<Page>('home');

  go(page: Page): void {
    this.page = page;
  }
}
