// Turns of phrase that several texts share.

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

let enumerated: Intl.ListFormat | undefined;

/** `Base, Polygon, and Solana`. */
export function list(names: string[]): string {
  enumerated ??= new Intl.ListFormat('en', { type: 'conjunction' });
  return enumerated.format(names);
}
