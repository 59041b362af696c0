// The first frame is the document's own. The application is read while that is being painted: script that runs earlier
// would only hold it back.

import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/boot.css';
import { core } from '$lib/backend/tauri';
import { whenPainted } from '$lib/state/painted';

/** A letter of each font file that the first frame does not need, and almost any page after it does. */
const FURTHER_LETTERS = '₦ẹ';

// Asked before there is anything to show it with: the answer is there when the pages are.
const first = core.view().catch(() => null);

requestAnimationFrame(() => {
  // Pages that are laid out before their font is there are laid out twice, which takes longer than to wait for it.
  const letters = document.fonts.load("1rem 'Inter Variable'", FURTHER_LETTERS).catch(() => null);
  void Promise.all([import('./main'), first, letters]).then(([{ open }, view]) => {
    open(core, view);
  });
});
whenPainted(() => void core.painted('frame'));
