import { describe, expect, it } from 'vitest';
import type { Action } from './actions';
import { Keyboard, type Place } from './keyboard.svelte';
import { ariaKeys, caps, type Press } from './keys';

const PAGE: Place = { typing: false, inDialog: false, singleKeys: true, time: 0 };

function press(keys: string): Press {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('ctrl'),
    metaKey: parts.includes('meta'),
    altKey: parts.includes('alt'),
    shiftKey: parts.includes('shift'),
  };
}

const action = (id: string, keys?: string): Action => ({
  id,
  label: id,
  group: 'all',
  ...(keys ? { keys } : {}),
  run: () => undefined,
});

function keyboard(mac = false): Keyboard {
  const all = new Keyboard(mac);
  all.add([
    action('palette', 'mod+k'),
    action('hide', 'mod+shift+h'),
    action('search', '/'),
    action('sheet', '?'),
    action('refresh', 'r'),
    action('home', 'g h'),
    action('activity', 'g a'),
    action('theme'),
  ]);
  return all;
}

const meant = (keys: string, place: Partial<Place> = {}, mac = false) =>
  keyboard(mac).meant(press(keys), { ...PAGE, ...place })?.id;

describe('chords', () => {
  it('fire wherever the page has the focus, in text too', () => {
    expect(meant('ctrl+k')).toBe('palette');
    expect(meant('ctrl+k', { typing: true })).toBe('palette');
    expect(meant('ctrl+shift+H')).toBe('hide');
    expect(meant('ctrl+k', { singleKeys: false })).toBe('palette');
  });

  it.each(['k', 'alt+ctrl+k', 'ctrl+shift+k', 'ctrl+h', 'meta+k'])('%s is another one', (keys) => {
    expect(meant(keys)).toBeUndefined();
  });

  it('begin with Command on a Mac', () => {
    expect(meant('meta+k', {}, true)).toBe('palette');
    expect(meant('ctrl+k', {}, true)).toBeUndefined();
  });
});

describe('single keys', () => {
  it('fire on the page', () => {
    expect(meant('/')).toBe('search');
    // A question mark needs Shift on most keyboards.
    expect(meant('shift+?')).toBe('sheet');
    expect(meant('r')).toBe('refresh');
  });

  it.each<[string, Partial<Place>]>([
    ['r', { typing: true }],
    ['/', { typing: true }],
    ['r', { inDialog: true }],
    ['r', { singleKeys: false }],
    ['ctrl+r', {}],
    ['alt+r', {}],
    ['meta+r', {}],
    ['F5', {}],
  ])('%s does nothing under %j', (keys, place) => {
    expect(meant(keys, place)).toBeUndefined();
  });

  it('leave a dialog alone, as chords do', () => {
    expect(meant('ctrl+k', { inDialog: true })).toBeUndefined();
  });
});

describe('sequences', () => {
  function after(first: string, second: string, later = 300, place: Partial<Place> = {}) {
    const all = keyboard();
    const begun = all.meant(press(first), { ...PAGE, ...place });
    expect(begun).toBeNull();
    return all.meant(press(second), { ...PAGE, ...place, time: later })?.id;
  }

  it('lead to a page', () => {
    expect(after('g', 'h')).toBe('home');
    expect(after('g', 'a')).toBe('activity');
    expect(after('g', 'g')).toBeUndefined();
  });

  it('are given up after a while, or by any other key', () => {
    expect(after('g', 'h', 1501)).toBeUndefined();
    expect(after('g', 'r')).toBe('refresh');
    const all = keyboard();
    all.meant(press('g'), PAGE);
    all.meant(press('ctrl+c'), PAGE);
    expect(all.meant(press('h'), PAGE)).toBeNull();
  });

  it('are not begun while typing', () => {
    const all = keyboard();
    all.meant(press('g'), { ...PAGE, typing: true });
    expect(all.meant(press('h'), PAGE)).toBeNull();
  });
});

describe('the map', () => {
  it('takes back what a page had added', () => {
    const all = new Keyboard();
    const remove = all.add([action('row', 'j')]);
    all.add([action('refresh', 'r')]);
    expect(all.actions.map(({ id }) => id)).toEqual(['row', 'refresh']);
    remove();
    expect(all.actions.map(({ id }) => id)).toEqual(['refresh']);
    expect(all.meant(press('j'), PAGE)).toBeNull();
  });

  it('shows keys as they stand on the keyboard', () => {
    expect(caps('mod+shift+h', false)).toEqual([['Ctrl', 'Shift', 'H']]);
    expect(caps('mod+k', true)).toEqual([['⌘', 'K']]);
    expect(caps('g h', false)).toEqual([['G'], ['H']]);
    expect(ariaKeys('mod+shift+h', false)).toBe('Control+Shift+H');
    expect(ariaKeys('g h', false)).toBeUndefined();
  });
});
