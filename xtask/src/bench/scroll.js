// Scrolls the list from its top to its end, some way in each frame, and looks after each step at what the window is about
// to paint: is there a transaction at every place of it? Read by scroll.rs.
const [step] = arguments;
const list = document.querySelector('[data-testid="activity-list"]');
const probe = { frames: [], blank: 0, most: 0, done: false };
window.scrollProbe = probe;

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
  if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) {
    probe.done = true;
    return;
  }
  list.scrollTop += step;
  if (blanks()) probe.blank += 1;
  probe.most = Math.max(probe.most, document.getElementsByTagName('*').length);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);
