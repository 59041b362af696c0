import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const onlyTheBackendTalksToTheCore = {
  patterns: [
    {
      group: ['@tauri-apps/*', '**/backend/bindings', '**/backend/tauri'],
      message: 'Only src/lib/backend/ talks to the core; use its Backend interface.',
    },
  ],
};

export default ts.config(
  { ignores: ['dist/', 'src/lib/backend/bindings.ts', 'src/lib/backend/confirmation.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: globals.browser },
    // A snippet's or callback's leading parameters may be there for their place only.
    rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    files: ['src/**'],
    ignores: ['src/lib/backend/**', 'src/boot.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', onlyTheBackendTalksToTheCore] },
  },
  {
    files: ['src/**/*.svelte'],
    rules: {
      // Names, narrations and bank messages are hostile text: they may only become text nodes.
      'svelte/no-at-html-tags': 'error',
      // The content security policy drops style attributes.
      'svelte/no-inline-styles': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
    },
  },
  {
    files: [
      'src/lib/money/**',
      'src/lib/state/paying/**',
      'src/lib/state/paying*',
      'src/lib/screens/payments/**',
      'src/confirm/**',
    ],
    rules: {
      // A binary float cannot hold an amount exactly.
      'no-restricted-globals': ['error', 'Number', 'parseFloat', 'parseInt'],
    },
  },
  {
    files: ['*.config.{js,ts}'],
    languageOptions: { globals: globals.node },
  },
);
