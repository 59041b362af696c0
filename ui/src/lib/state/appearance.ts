// The look on the page, and the copy of it that appearance.js reads before the next first paint.

import type { SettingsView } from '$lib/backend';

/** Data attributes of the document's root. What is as it is by default has none. */
export function looks({ theme, textSize, motion, hideAmounts }: SettingsView): Record<string, string> {
  return {
    ...(theme === 'system' ? {} : { theme }),
    ...(textSize === 'normal' ? {} : { text: textSize }),
    ...(motion === 'system' ? {} : { motion }),
    ...(hideAmounts ? { amounts: 'hidden' } : {}),
  };
}

const NAMES = ['theme', 'text', 'motion', 'amounts'];

export function show(settings: SettingsView): void {
  const chosen = looks(settings);
  const { dataset } = document.documentElement;
  for (const name of NAMES) {
    if (name in chosen) dataset[name] = chosen[name];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the attribute goes with it
    else delete dataset[name];
  }
  localStorage.setItem('appearance', JSON.stringify(chosen));
}
