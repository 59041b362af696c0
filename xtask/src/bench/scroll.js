// Scrolls the list from its top to its end, some way in each frame, and looks after each step at what the window is about
// to paint: is there a transaction at every place of it? `bare` does the same for so many frames with a copy of the list that
// has no program behind it: rows that left are moved and written anew by hand. What that takes is what laying out and painting takes. Read
// by scroll.rs.
const [step, bare] = arguments;
const shown = document.querySelector('[data-testid="activity-list"]');
const list = bare ? copied(shown) : shown;
const probe = { frames: [], blank: 0, most: 0 };
let end;
window.scrolled = { probe, ended: new Promise((ended) => (end = ended)) };

function copied(shown) {
  const copy = shown.cloneNode(true);
  shown.after(copy);
  shown.remove();
  copy.scrollTop = 0;
  return copy;
}

/** Brings each row of the copy to where it is to be seen, as the list does: the others stay as they are. */
function fill() {
  const rows = [...list.querySelectorAll('[role="option"]')];
  const height = rows[0].offsetHeight;
  const first = Math.max(0, Math.floor(list.scrollTop / height) - 14);
  for (const [seat, row] of rows.entries()) {
    const at = first + ((((seat - first) % rows.length) + rows.length) % rows.length);
    if (Number(row.dataset.row) === at && row.dataset.written) continue;
    row.dataset.row = row.dataset.written = String(at);
    row.style.transform = `translateY(${at * height}px)`;
    const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    // As long as it was, and no two alike: what was shaped once is not found again.
    while (texts.nextNode()) texts.currentNode.data = another(texts.currentNode.data, at);
  }
}

function another(text, at) {
  let salt = at * 2654435761;
  return text.replace(/[a-z0-9]/g, (letter) => {
    salt = (salt * 1103515245 + 12345) >>> 0;
    return letter <= '9' ? String(salt % 10) : String.fromCharCode(97 + (salt % 26));
  });
}

function blanks() {
  const box = list.getBoundingClientRect();
  const shown = [...list.querySelectorAll('[role="option"], .heading')].filter(
    (item) => item.getAttribute('role') !== 'option' || item.querySelector('[data-testid^="transaction-"]'),
  );
  const spans = shown
    .map((item) => item.getBoundingClientRect())
    .filter(({ bottom, top }) => bottom > box.top && top < box.bottom)
    .sort((one, other) => one.top - other.top);
  // The heading that stays covers the first row's upper part.
  let covered = box.top + list.querySelector('.stuck').offsetHeight;
  for (const { top, bottom } of spans) {
    if (top > covered + 1) return true;
    covered = Math.max(covered, bottom);
  }
  const end = list.scrollHeight - list.scrollTop - list.clientHeight < 1;
  return covered < box.bottom - 1 && !(end && list.scrollHeight <= list.clientHeight);
}

let before = null;
function frame(now) {
  if (before !== null) probe.frames.push(now - before);
  before = now;
  if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1 || probe.frames.length === bare) {
    end();
    return;
  }
  list.scrollTop += step;
  if (bare) fill();
  if (blanks()) probe.blank += 1;
  probe.most = Math.max(probe.most, document.getElementsByTagName('*').length);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
