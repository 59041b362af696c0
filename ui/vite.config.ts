import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';

const FIRST_FRAME = '/src/boot.ts';
const HOME = '/src/main.ts';

/** Serves the gallery of fixture states in place of the application; the production page never names it. */
function galleryEntry(): Plugin {
  return {
    name: 'gallery-entry',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(FIRST_FRAME, '/src/gallery/main.ts'),
    },
  };
}

type Shape = [tag: string, attributes: Record<string, string>];

/**
 * Icons are drawn when the pages are built: a fixed piece of markup each. The library's own component works out every
 * attribute in the window, which took a tenth of the time that the home page is made in.
 */
function drawnIcons(): Plugin {
  return {
    name: 'drawn-icons',
    enforce: 'pre',
    transform: {
      filter: { id: /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte(\?v=\w+)?$/ },
      handler(code) {
        const data = /const iconData = ({.*});/.exec(code)?.[1];
        if (!data) return this.error('the icons have another form than this knows');
        const { node } = JSON.parse(data) as { node: Shape[] };
        const shapes = node.map(([tag, attributes]) => {
          const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
          return `<${tag} ${written.join(' ')} />`;
        });
        return `<script>let { size = '24', strokeWidth = 2 } = $props();</script>
<svg xmlns="http://www.w3.org/2000/svg" width={size} height={size} viewBox="0 0 24 24" fill="none"
  stroke="currentColor" stroke-width={String(strokeWidth)} stroke-linecap="round" stroke-linejoin="round"
  aria-hidden="true">${shapes.join('')}</svg>`;
      },
    },
  };
}

/** The home page's script is fetched while the first frame is painted, and only run after it. */
function fetchAhead(): Plugin {
  return {
    name: 'fetch-ahead',
    transformIndexHtml: (_, { bundle }) =>
      Object.values(bundle ?? {})
        .filter((output) => output.type === 'chunk' && output.moduleIds.some((id) => id.endsWith(HOME)))
        .map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
          injectTo: 'head',
        })),
  };
}

/**
 * What the home page needs is one chunk: in as many as the bundler would make, because late parts need some of it too,
 * each would be asked for by itself. What the first frame needs stays with it.
 */
function startChunk(id: string, modules: Rolldown.ChunkingContext): string | null {
  const needs = (importer: string, seen = new Set<string>()): boolean => {
    const reach = (module: string): boolean => {
      if (module.endsWith(importer)) return true;
      if (seen.has(module)) return false;
      seen.add(module);
      return modules.getModuleInfo(module)?.importers.some(reach) ?? false;
    };
    return reach(id);
  };
  return needs(HOME) && !needs(FIRST_FRAME) ? 'main' : null;
}

export default defineConfig(({ mode }) => ({
  plugins: [drawnIcons(), svelte(), fetchAhead(), ...(mode === 'gallery' ? [galleryEntry()] : [])],
  resolve: {
    alias: { $lib: '/src/lib' },
    // Rune classes are tested as the browser runs them, not as a server would.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  // The icons are drawn in the gallery as they are in the window.
  optimizeDeps: { exclude: ['@lucide/svelte'] },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // The oldest web views that Tauri 2 meets: WebKit of macOS 13 and a WebView2 that updates itself.
    target: ['safari16', 'chrome111'],
    // The confirmation window is built by itself, after the main one: shared parts would be chunks that the first frame
    // waits for.
    emptyOutDir: mode !== 'confirm',
    // The document names what is fetched ahead; the rest is at hand.
    modulePreload: false,
    rolldownOptions: {
      input: mode === 'confirm' ? 'confirm.html' : 'index.html',
      output: {
        codeSplitting:
          mode === 'confirm'
            ? false
            : { includeDependenciesRecursively: false, groups: [{ name: startChunk }] },
      },
    },
    // One file with the first frame's: pages would wait for a second one before they run.
    cssCodeSplit: false,
    sourcemap: false,
    // The content security policy has no data: for fonts and scripts, so nothing is folded into the bundle.
    assetsInlineLimit: 0,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
}));
