// Which page is open. Only pages that exist are here.

export type Page = 'home' | 'permissions';

export class Navigation {
  page = $state<Page>('home');

  go(page: Page): void {
    this.page = page;
  }
}
