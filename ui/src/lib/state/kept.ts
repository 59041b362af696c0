// What pages keep from one visit to the next, while the app runs. It is forgotten with the wallet.

export class Kept {
  readonly #things = new Map<string, unknown>();

  /** What was kept under this name, or what is kept from now on. */
  get<T>(name: string, make: () => T): T {
    if (!this.#things.has(name)) this.#things.set(name, make());
    return this.#things.get(name) as T;
  }

  forget(): void {
    this.#things.clear();
  }
}
