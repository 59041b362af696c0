// Text that somebody else wrote: names, narrations, bank messages. It is shown as text only, and what it hides is shown.

// Controls, zero-width characters, and the marks that turn the direction of writing, with which one text can pose as
// another. Line breaks and tabs count too: a foreign text is one line here.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text with every hidden character written out. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (hidden) => {
    if (hidden === '\n' || hidden === '\r' || hidden === '\t') return ' ';
    const code = hidden.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

/** An address with its middle left out, to be recognised by both ends. */
export function shortAddress(address: string): string {
  return address.length <= 16 ? address : `${address.slice(0, 8)}…${address.slice(-6)}`;
}
