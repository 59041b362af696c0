// Where things stand on the plane of a chart, in pixels.

export interface Frame {
  height: number;
  /** The left edge of the plane; the scale is before it. */
  left: number;
  top: number;
  /** How high the plane is. */
  depth: number;
  /** How wide a mark's place is. */
  band: number;
  /** The middle of a mark's place. */
  x(at: number): number;
  /** The height of so many ten-thousandths of the scale. */
  y(share: number): number;
}

const HEIGHT = 240;
const TOP = 10;
const BELOW = 28;
/** A figure of the scale's size is about this wide. */
const LETTER = 7.2;

export function frameOf(width: number, count: number, ticks: string[]): Frame {
  const longest = Math.max(0, ...ticks.map((tick) => tick.length));
  const left = Math.min(Math.ceil(longest * LETTER) + 12, width / 3);
  const depth = HEIGHT - TOP - BELOW;
  const band = Math.max(0, width - left) / Math.max(1, count);
  return {
    height: HEIGHT,
    left,
    top: TOP,
    depth,
    band,
    x: (at) => left + band * (at + 0.5),
    y: (share) => TOP + depth * (1 - share / 10_000),
  };
}

/** A name that has its mark's place for itself needs so much; one that reaches into its neighbours' needs more. */
export const ROOM = 46;

/** Which marks have room for their name: evenly spaced, the newest always among them. */
export function labelled(count: number, band: number): number[] {
  if (count === 0 || band <= 0) return [];
  const every = band < ROOM ? Math.ceil((1.6 * ROOM) / band) : 1;
  const all: number[] = [];
  for (let at = count - 1; at >= 0; at -= every) all.unshift(at);
  return all;
}
