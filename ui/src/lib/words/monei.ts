// Names that Monei uses on the wire, as people read them. A name that is not known is shown as it came.

import { words } from '.';
import { visible } from './foreign';

/** `tier_1` reads "Tier 1". */
export function tierName(tier: string): string {
  const number = /^tier_(\d+)$/i.exec(tier)?.[1];
  return number ? words.limits.tier(number) : visible(tier);
}

/** `in_review` reads "In review". */
export function statusName(status: string): string {
  const text = visible(status).replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
