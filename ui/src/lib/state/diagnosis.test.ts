import { describe, expect, it } from 'vitest';
import type { CheckView } from '$lib/backend';
import { CHECKS, REPORT } from '$lib/backend/checks';
import { FakeBackend } from '$lib/backend/fake';
import { problem, signedOut } from '$lib/backend/fixtures';
import { Diagnosis, PLACES } from './diagnosis.svelte';

describe('a diagnosis', () => {
  it('has a place for each check, and fills it as the check ends', async () => {
    const backend = new FakeBackend(signedOut());
    const diagnosis = new Diagnosis(backend);
    let tell: (check: CheckView) => void = () => undefined;
    let end: (answer: { report: string }) => void = () => undefined;
    backend.diagnose = (ended) => {
      tell = ended;
      return new Promise((resolve) => (end = resolve));
    };
    const run = diagnosis.run();
    expect(diagnosis.running).toBe(true);
    for (const [at, check] of CHECKS.entries()) {
      tell(check);
      expect(diagnosis.ended).toBe(at + 1);
    }
    expect(PLACES.map((place) => diagnosis.of(place)?.verdict)).not.toContain(undefined);
    expect(PLACES).toHaveLength(CHECKS.length);
    expect(diagnosis.bad).toBe(3);
    expect(diagnosis.report).toBeNull();
    end({ report: REPORT });
    await run;
    expect([diagnosis.running, diagnosis.report]).toEqual([false, REPORT]);
  });

  it('forgets what an earlier look says later', async () => {
    const backend = new FakeBackend(signedOut());
    const diagnosis = new Diagnosis(backend);
    let late: (check: CheckView) => void = () => undefined;
    backend.diagnose = (ended) => {
      late = ended;
      return Promise.resolve({ report: 'first' });
    };
    const first = diagnosis.run();
    backend.diagnose = () => Promise.resolve({ report: 'second' });
    await diagnosis.run();
    await first;
    for (const check of CHECKS) late(check);
    expect([diagnosis.ended, diagnosis.report]).toEqual([0, 'second']);
  });

  it('says so when it cannot be made', async () => {
    const backend = new FakeBackend(signedOut());
    backend.refusal = problem('notNow');
    const diagnosis = new Diagnosis(backend);
    await diagnosis.run();
    expect([diagnosis.running, diagnosis.refused]).toEqual([false, problem('notNow')]);
  });
});
