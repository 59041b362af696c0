// Exact arithmetic on amounts, for what is drawn: sums, order and portions, on whole numbers of any length. What is
// shown as an amount comes from the core; only the length of a bar and the angle of a slice are rounded.

const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** An amount as so many units of its last decimal place. */
export interface Exact {
  units: bigint;
  places: number;
}

export function exact(digits: string): Exact | null {
  const match = PLAIN_DECIMAL.exec(digits);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign ? -units : units, places: fraction.length };
}

function at(value: Exact, places: number): bigint {
  return value.units * 10n ** BigInt(places - value.places);
}

/** Both as units of the same place. */
function aligned(one: Exact, other: Exact): [bigint, bigint] {
  const places = Math.max(one.places, other.places);
  return [at(one, places), at(other, places)];
}

/** Below zero, zero or above it, as `one` is smaller than, the same as or larger than `other`. */
export function compare(one: string, other: string): number {
  const [left, right] = [exact(one), exact(other)];
  if (!left || !right) return (left ? 1 : 0) - (right ? 1 : 0);
  const [first, second] = aligned(left, right);
  return first < second ? -1 : first > second ? 1 : 0;
}

export function isZero(digits: string): boolean {
  return exact(digits)?.units === 0n;
}

/** The sum of amounts of one currency, with the decimals of the longest. What is no amount has no part in it. */
export function sum(digits: string[]): string {
  let total: Exact = { units: 0n, places: 0 };
  for (const each of digits) {
    const value = exact(each);
    if (!value) continue;
    const [left, right] = aligned(total, value);
    total = { units: left + right, places: Math.max(total.places, value.places) };
  }
  return written(total);
}

export function written({ units, places }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  const fraction = places > 0 ? `.${digits.slice(cut)}` : '';
  return `${units < 0n ? '-' : ''}${digits.slice(0, cut)}${fraction}`;
}

/** How many ten-thousandths of `whole` the part is, rounded half up. Nothing where that cannot be said. */
export function tenThousandths(part: string, whole: string): bigint | null {
  const [one, other] = [exact(part), exact(whole)];
  if (!one || !other) return null;
  const [of, all] = aligned(one, other);
  if (all <= 0n || of < 0n) return null;
  return (of * 20_000n + all) / (all * 2n);
}

/** What people count in easily, in tenths. */
const ROUND = [10n, 15n, 20n, 25n, 30n, 40n, 50n, 60n, 80n];

/** The smallest round step of which so many reach `most`. Zero has none. */
export function roundStep(most: string, steps: number): string | null {
  const value = exact(most);
  if (!value || value.units <= 0n) return null;
  for (let power = -value.places - 2; ; power += 1) {
    for (const digits of ROUND) {
      const step: Exact =
        power > 0
          ? { units: digits * 10n ** BigInt(power), places: 1 }
          : { units: digits, places: 1 - power };
      const [reached, wanted] = aligned({ units: step.units * BigInt(steps), places: step.places }, value);
      if (reached >= wanted) return short(step);
    }
  }
}

/** `count` times an amount. */
export function times(digits: string, count: number): string {
  const value = exact(digits) ?? { units: 0n, places: 0 };
  return short({ units: value.units * BigInt(count), places: value.places });
}

/** Without zeros at the end of the fraction. */
function short({ units, places }: Exact): string {
  let rest = { units, places };
  while (rest.places > 0 && rest.units % 10n === 0n)
    rest = { units: rest.units / 10n, places: rest.places - 1 };
  return written(rest);
}
