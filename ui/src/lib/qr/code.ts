// A QR code as one shape, on a grid of whole units.

import { encode } from 'uqr';

export interface QrShape {
  /** Units on a side, the quiet zone included. */
  size: number;
  /** The dark parts, as the data of an SVG path. */
  path: string;
}

/** Scanners want four light units around the code. */
const QUIET_ZONE = 4;

/** The text as it stands, with a quarter of the code as a reserve for what a camera misses. */
export function qrShape(text: string): QrShape {
  const { size, data } = encode(text, { ecc: 'Q', border: QUIET_ZONE });
  let path = '';
  data.forEach((row, y) => {
    let from = 0;
    for (let x = 0; x <= size; x += 1) {
      if (row[x]) continue;
      // Neighbours are one rectangle: seams between squares would show as hairlines.
      if (x > from) path += `M${from} ${y}h${x - from}v1H${from}z`;
      from = x + 1;
    }
  });
  return { size, path };
}
