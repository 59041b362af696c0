// A list through which the arrows move the focus, as in every list of a desktop. Tab still reaches each entry.

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** The focus moves among what `selector` finds inside the list. */
export function arrows(selector: string) {
  return (list: HTMLElement) => {
    const move = (event: KeyboardEvent) => {
      const step = STEPS[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const entries = [...list.querySelectorAll<HTMLElement>(selector)];
      const at = entries.findIndex((entry) => entry.contains(document.activeElement));
      if (at === -1) return;
      event.preventDefault();
      entries[step(at, entries.length - 1)]?.focus();
    };
    list.addEventListener('keydown', move);
    return () => {
      list.removeEventListener('keydown', move);
    };
  };
}
