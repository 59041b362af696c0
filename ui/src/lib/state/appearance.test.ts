// @vitest-environment jsdom

import { expect, it } from 'vitest';
import { connected } from '$lib/backend/fixtures';
import beforeFirstPaint from '../../../public/appearance.js?raw';
import { show } from './appearance';

it('is the same before the first paint and after the settings came', () => {
  const chosen = { ...connected().settings, theme: 'dark', textSize: 'larger', hideAmounts: true } as const;
  const looks = { theme: 'dark', textSize: 'larger', motion: 'system', hideAmounts: 'true' };
  const page = { documentElement: document.createElement('html') };
  // A file that runs by itself, before any module.
  new Function('window', 'document', beforeFirstPaint)({ chosenSettings: chosen }, page);
  expect({ ...page.documentElement.dataset }).toEqual(looks);
  show(chosen);
  expect({ ...document.documentElement.dataset }).toEqual(looks);
});
