// How old a quote is, and whether it still holds.

import { moment, secondsUntil } from './moments';

export interface Dated {
  toldAt: string;
  expiresAt: string;
}

/** Nothing is confirmed by a quote whose end cannot be read. */
export function hasExpired({ expiresAt }: Dated, now: Date): boolean {
  const end = moment(expiresAt);
  return end === null || now.getTime() >= end.getTime();
}

/** The whole seconds since it was told. */
export function age({ toldAt }: Dated, now: Date): number {
  const told = moment(toldAt);
  return told ? secondsUntil(now, told) : 0;
}

/** The seconds for which it holds, counting the one that has begun. */
export function left({ expiresAt }: Dated, now: Date): number {
  const end = moment(expiresAt);
  return end ? Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000)) : 0;
}
