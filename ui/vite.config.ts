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

/** What the first figures need is fetched while the first frame is painted, and only run after it. */
function fetchAhead(): Plugin {
  return {
    name: 'fetch-ahead',
    transformIndexHtml: (_, { bundle }) => {
      const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
      const ahead = new Set<string>();
      const fetch = (wanted: string) => {
        const chunk = chunks.find(({ fileName }) => fileName === wanted);
        if (!chunk || chunk.isEntry || ahead.has(wanted)) return;
        ahead.add(wanted);
        chunk.imports.forEach(fetch);
      };
      chunks
        .filter(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/main.ts'))
        .forEach(({ fileName }) => {
          fetch(fileName);
        });
      return [...ahead].map((fileName) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
        injectTo: 'head',
      }));
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), fetchAhead(), ...(mode === 'gallery' ? [galleryEntry()] : [])],
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
    // One file with the first frame's: pages would wait for a second one before they run.
    cssCodeSplit: false,
    sourcemap: false,
    // The content security policy has no data: for fonts and scripts, so nothing is folded into the bundle.
    assetsInlineLimit: 0,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
}));
