// What an icon of the library is here: `vite.config.ts` draws each as a fixed piece of markup, which takes only this.

import type { Component } from 'svelte';

declare const Icon: Component<{ size?: string; strokeWidth?: number; 'aria-hidden'?: 'true' }>;
export default Icon;
