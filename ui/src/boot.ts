// The first frame is the document's own, with the balance in it where that is known already. The application is read while
// it is being painted: script that runs earlier would only hold it back.

import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/boot.css';
import { core } from '$lib/backend/tauri';
import { showBalance } from '$lib/state/first-balance';
import { whenPainted } from '$lib/state/painted';

/** What is laid out before its font is there is laid out twice, which takes longer than to wait for the font. */
const letters = (sample: string) => document.fonts.load("1rem 'Inter Variable'", sample).catch(() => null);

// Asked before there is anything to show it with: the answer is there when the pages are.
const first = core.view().catch(() => null);

const balance = Promise.all([first, letters('₦')]).then(async ([view]) => {
  if (!showBalance(view)) return;
  await new Promise<void>(whenPainted);
  void core.painted('figures');
});
requestAnimationFrame(() => {
  // The pages take some frames to be made: what is known already is not to wait for them.
  void Promise.all([import('./main'), first, letters('ẹ'), balance]).then(([{ open }, view]) => {
    open(core, view);
  });
});
whenPainted(() => void core.painted('frame'));
