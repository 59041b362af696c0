// The theme on the page, and the copy of it that theme.js reads before the next first paint.

import type { Theme } from '$lib/backend';

export function rememberTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem('theme');
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
  }
}
