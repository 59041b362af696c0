// The look on the page: what `appearance.js` puts there before the first paint, kept up with the settings.

import type { SettingsView } from '$lib/backend';

const LOOKS = ['theme', 'textSize', 'motion', 'hideAmounts'] as const;

/** Each is a data attribute of the document's root, which the styles ask for. */
export function show(settings: SettingsView): void {
  for (const look of LOOKS) document.documentElement.dataset[look] = String(settings[look]);
}
