import { describe, expect, it } from 'vitest';
import { shortAddress, visible } from './foreign';

describe('foreign text', () => {
  it.each([
    ['Ada Obi', 'Ada Obi'],
    ['Ọlá Ṣadé', 'Ọlá Ṣadé'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['pay\u202Eada', 'pay[U+202E]ada'],
    ['a\u200Bb', 'a[U+200B]b'],
    ['one\ntwo', 'one two'],
    ['nul\u0000', 'nul[U+0000]'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('keeps both ends of an address', () => {
    expect(shortAddress('0x52908400098527886E0F7030069857D2E4169EE7')).toBe('0x529084…169EE7');
    expect(shortAddress('0x5290')).toBe('0x5290');
  });
});
