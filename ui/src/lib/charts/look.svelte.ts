// What a person looks at in a chart: one of several series, and one of its points; the last one until they choose.

export class Look {
  #series = $state<string | null>(null);
  #at = $state<number | null>(null);
  readonly #known: () => string[];
  readonly #length: () => number;

  constructor(known: () => string[], length: () => number) {
    this.#known = known;
    this.#length = length;
  }

  get series(): string {
    const known = this.#known();
    return this.#series !== null && known.includes(this.#series) ? this.#series : (known[0] ?? '');
  }

  set series(series: string) {
    this.#series = series;
    this.#at = null;
  }

  get point(): number {
    return Math.min(this.#at ?? Infinity, this.#length() - 1);
  }

  set point(point: number) {
    this.#at = point;
  }
}
