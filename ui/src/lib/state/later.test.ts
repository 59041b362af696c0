import type { Component } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Later, later, readTheRest } from './later.svelte';

const Shown = (() => ({})) as unknown as Component;

/** Counts how often it is read; the first `failures` times in vain. */
function counted(failures = 0) {
  const count = { reads: 0 };
  const read = () => {
    count.reads += 1;
    return count.reads > failures ? Promise.resolve({ default: Shown }) : Promise.reject(new Error('gone'));
  };
  return { count, read };
}

describe('a part that is read later', () => {
  it('is read by whoever asks for it first, and once', async () => {
    const { count, read } = counted();
    const part = new Later(read);
    expect(count.reads).toBe(0);
    expect(part.component).toBeNull();
    expect(part.component).toBeNull();
    await part.load();
    expect(part.component).toBe(Shown);
    expect(count.reads).toBe(1);
  });

  it('says that it could not be read, and is read again only when that is wanted', async () => {
    const { count, read } = counted(1);
    const part = new Later(read);
    await part.load();
    expect(part.failed).toBe(true);
    expect(part.component).toBeNull();
    expect(count.reads).toBe(1);
    await part.load();
    expect(part.failed).toBe(false);
    expect(part.component).toBe(Shown);
  });

  it('is read before anybody asks for it, even behind one that cannot be', async () => {
    later(counted(1).read);
    const { count, read } = counted();
    const part = later(read);
    await readTheRest();
    await readTheRest();
    expect(count.reads).toBe(1);
    expect(part.component).toBe(Shown);
  });
});
