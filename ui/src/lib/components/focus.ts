// A new screen takes the focus with its heading, so that a reader starts where the eye does.

export function takeFocus(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
}
