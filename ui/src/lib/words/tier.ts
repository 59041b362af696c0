// Monei names tiers `tier_1`; people read "Tier 1". Any other name is shown as it came.

import { words } from '.';
import { visible } from './foreign';

export function tierName(tier: string): string {
  const number = /^tier_(\d+)$/i.exec(tier)?.[1];
  return number ? words.limits.tier(number) : visible(tier);
}
