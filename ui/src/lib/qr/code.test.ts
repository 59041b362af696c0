import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { qrShape } from './code';

/** Draws the rectangles of the path, each unit `scale` pixels wide, and reads the picture with another library. */
function scanned(text: string, scale = 4): string | undefined {
  const { size, path } = qrShape(text);
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column += 1) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return jsQR(pixels, side, side)?.data;
}

describe('QR codes', () => {
  it.each([
    '0x52908400098527886E0F7030069857D2E4169EE7',
    '7YkWzvNqHn1LQpG9sXf4uJ2cRtD8mBaE5oKhV6wUyT3P',
    '9907581802',
    'Ọlá Ṣadé',
  ])('%s is read back as it was', (text) => {
    expect(scanned(text)).toBe(text);
  });

  it('leaves the quiet zone free', () => {
    const { size, path } = qrShape('9907581802');
    const columns = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)];
    expect(Math.min(...columns.map(([, x]) => Number(x)))).toBe(4);
    expect(Math.min(...columns.map(([, , y]) => Number(y)))).toBe(4);
    expect(Math.max(...columns.map(([, x, , width]) => Number(x) + Number(width)))).toBe(size - 4);
  });
});
