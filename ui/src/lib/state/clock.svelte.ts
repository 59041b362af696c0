// What time it is, for countdowns and for "as of".

import { dateAt, secondsUntil } from '$lib/time/moments';

export class Clock {
  #milliseconds = $state(0);
  readonly #read: () => number;

  constructor(read: () => number = Date.now) {
    this.#read = read;
    this.tick();
  }

  get now(): Date {
    return dateAt(this.#milliseconds);
  }

  tick(): void {
    this.#milliseconds = this.#read();
  }

  /** Ticks until the returned function is called. */
  run(everyMilliseconds: number): () => void {
    this.tick();
    const timer = setInterval(() => {
      this.tick();
    }, everyMilliseconds);
    return () => {
      clearInterval(timer);
    };
  }

  secondsUntil(until: Date): number {
    return secondsUntil(until, this.now);
  }
}
