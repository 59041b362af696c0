/** Calls back once what is in the document now has been painted: the second frame begins after the first was shown. */
export function whenPainted(done: () => void): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(done);
  });
}
