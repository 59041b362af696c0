import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Serves the gallery of fixture states in place of the application; the production page never names it. */
function galleryEntry(): Plugin {
  return {
    name: 'gallery-entry',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace('/src/boot.ts', '/src/gallery/main.ts'),
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), ...(mode === 'gallery' ? [galleryEntry()] : [])],
  resolve: {
    alias: { $lib: '/src/lib' },
    // Rune classes are tested as the browser runs them, not as a server would.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // The oldest web views that Tauri 2 meets: WebKit of macOS 13 and a WebView2 that updates itself.
    target: ['safari16', 'chrome111'],
    modulePreload: { polyfill: false },
    sourcemap: false,
    // The content security policy has no data: for fonts and scripts, so nothing is folded into the bundle.
    assetsInlineLimit: 0,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
}));
