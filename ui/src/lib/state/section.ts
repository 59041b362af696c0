// What a section of the home page is in, as one word.

import type { AppView, ProblemCode, ProblemView, SessionView } from '$lib/backend';

export type SectionState = 'locked' | 'loading' | 'ready' | 'stale' | 'failed';

/** All sections have this in common. */
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

/** Without a session nothing is asked, so that nothing can be out of reach. */
export function unreachableSince(view: AppView): string | null {
  return view.session.state === 'reconnect' ? null : view.offlineSince;
}

/**
 * A line above every page says why this is old, and what to do: without a session a retry would only be refused, and
 * while Monei is out of reach each would say the same.
 */
export function saidAbove(view: AppView, stale: ProblemCode | undefined): boolean {
  if (view.session.state === 'reconnect') return true;
  return view.offlineSince !== null && stale === 'moneiUnreachable';
}
