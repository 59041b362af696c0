// What a key or the palette can do.

export interface Action {
  id: string;
  /** What it does, as it stands in the palette and on the sheet. */
  label: string;
  /** The heading that it stands under. */
  group: string;
  /** As keys.ts writes them. Without any it is for the palette only. */
  keys?: string;
  /** Other words by which people may look for it. */
  words?: string[];
  run: () => void;
}

/** The actions under their headings, in the order in which they were added. */
export function byGroup(actions: Action[]): [group: string, actions: Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups];
}
