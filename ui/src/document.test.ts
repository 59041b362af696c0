import { describe, expect, it } from 'vitest';
import html from '../index.html?raw';
import mark from './lib/components/Mark.svelte?raw';
import { words } from './lib/words';

// The content security policy of the window: scripts and styles come from files only.
describe('the document', () => {
  it('has no script and no style of its own', () => {
    expect(html).not.toMatch(/<style|style=|\son\w+=/i);
    expect(html.match(/<script\b[^>]*>/g)?.every((tag) => tag.includes(' src="/'))).toBe(true);
    expect(html).toMatch(/<script[^>]*><\/script>/);
  });

  it('shows what the first screen of the application shows', () => {
    expect(html).toContain(`<h1 class="spoken">${words.app.name}</h1>`);
    expect(html).toContain(`<p role="status">${words.app.starting}</p>`);
    const drawn = (text: string) => text.match(/<(?:rect|path)[^>]*>/g);
    expect(drawn(html)).toEqual(drawn(mark));
  });

  it('loads nothing from elsewhere', () => {
    expect(html).not.toMatch(/https?:|\/\//);
  });

  it('chooses the look before it loads anything else', () => {
    expect(html.indexOf('/appearance.js')).toBeLessThan(html.indexOf('/src/boot.ts'));
  });
});
