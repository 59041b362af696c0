import { describe, expect, it } from 'vitest';
import html from '../index.html?raw';

// The content security policy of the window: scripts and styles come from files only.
describe('the document', () => {
  it('has no script and no style of its own', () => {
    expect(html).not.toMatch(/<style|style=|\son\w+=/i);
    expect(html.match(/<script\b[^>]*>/g)?.every((tag) => tag.includes(' src="/'))).toBe(true);
    expect(html).toMatch(/<script[^>]*><\/script>/);
  });

  it('loads nothing from elsewhere', () => {
    expect(html).not.toMatch(/https?:|\/\//);
  });

  it('chooses the theme before it loads anything else', () => {
    expect(html.indexOf('/theme.js')).toBeLessThan(html.indexOf('/src/main.ts'));
  });
});
