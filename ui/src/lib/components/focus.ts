// A new screen begins at its top, and takes the focus with its heading, so that a reader starts where the eye does.

export function takeFocus(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  // What comes over a page leaves the page where it was.
  if (!heading.closest('[role="dialog"]')) window.scrollTo(0, 0);
}
