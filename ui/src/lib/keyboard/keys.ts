// How a combination of keys is written in the map, told apart from what is pressed, and shown to people.
//
// `mod+shift+h` is a chord: `mod` is the key with which people here begin a shortcut. `g h` is a sequence, and `/` a
// single key; both of them are what WCAG 2.1.4 calls character key shortcuts, which can be turned off.

/** What of a keyboard event counts. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export const onMac = (platform: string): boolean => platform.startsWith('Mac');

export function isChord(keys: string): boolean {
  return keys.startsWith('mod+');
}

export function isModified({ ctrlKey, metaKey, altKey }: Press): boolean {
  return ctrlKey || metaKey || altKey;
}

export function isChordPressed(keys: string, press: Press, mac: boolean): boolean {
  if (!isChord(keys)) return false;
  const parts = keys.split('+');
  const wantsShift = parts.includes('shift');
  const mod = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  return mod && !press.altKey && press.shiftKey === wantsShift && press.key.toLowerCase() === parts.at(-1);
}

/** The keys one after the other, each as the caps on a keyboard: `[['Ctrl', 'K']]`, `[['G'], ['H']]`. */
export function caps(keys: string, mac: boolean): string[][] {
  return keys.split(' ').map((press) => press.split('+').map((key) => cap(key, mac)));
}

function cap(key: string, mac: boolean): string {
  if (key === 'mod') return mac ? '⌘' : 'Ctrl';
  if (key === 'shift') return mac ? '⇧' : 'Shift';
  return key.length === 1 ? key.toUpperCase() : key;
}

/** For `aria-keyshortcuts`, which knows no sequences. */
export function ariaKeys(keys: string, mac: boolean): string | undefined {
  if (keys.includes(' ')) return undefined;
  const names: Record<string, string> = { mod: mac ? 'Meta' : 'Control', shift: 'Shift' };
  return keys
    .split('+')
    .map((key) => names[key] ?? key.toUpperCase())
    .join('+');
}
