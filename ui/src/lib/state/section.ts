// What a section of the home page is in, as one word.

import type { AppView, ProblemView, SessionView } from '$lib/backend';

export type SectionState = 'locked' | 'loading' | 'ready' | 'stale' | 'failed';

/** The four sections have this in common. */
export type Section<T> =
  | { state: 'locked'; scope: string }
  | { state: 'loading' }
  | { state: 'ready'; value: T; asOf: string; refreshing: boolean; stale: ProblemView | null }
  | { state: 'failed'; problem: ProblemView; refreshing: boolean };

/** Without a session nothing is fresh, whatever was last known. */
export function sectionState(section: Section<unknown>, session: SessionView): SectionState {
  if (section.state !== 'ready') return section.state;
  return section.stale || session.state === 'reconnect' ? 'stale' : 'ready';
}

function sections(view: AppView): Section<unknown>[] {
  const chains = view.portfolios.map(({ portfolio }) => portfolio);
  return [view.profile, view.limits, view.balances, ...chains, view.transactions];
}

/** The age of the page is the age of its oldest part. */
export function oldest(view: AppView): string | null {
  const times = sections(view).flatMap((section) => (section.state === 'ready' ? [section.asOf] : []));
  return times.sort((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}

export function isRefreshing(view: AppView): boolean {
  return sections(view).some(
    (section) => section.state === 'loading' || ('refreshing' in section && section.refreshing),
  );
}
