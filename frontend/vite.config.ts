import { writeFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { pseudo } from './src/testing/pseudo.ts';

export default defineConfig({
  base: './',
  plugins: [
    react(),
    {
      // Building empties dist; the placeholder keeps the Go embed of a fresh clone compiling.
      name: 'gitkeep',
      closeBundle() {
        writeFileSync(new URL('./dist/.gitkeep', import.meta.url), '');
      },
    },
    {
      // HEADROOM_PSEUDO=1 builds a page for tests whose English is longer, accented and in brackets.
      name: 'pseudo-language',
      enforce: 'pre',
      transform: (code, id) =>
        process.env.HEADROOM_PSEUDO && /locales\/en\/[^/]+\.json$/.test(id)
          ? { code: JSON.stringify(pseudo(JSON.parse(code))), map: null }
          : null,
    },
    {
      // The development server puts an inline script into the page; only there the policy gives way.
      name: 'policy-for-development',
      apply: 'serve',
      transformIndexHtml: (html) => html.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    },
  ],
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    target: ['es2022', 'safari15', 'chrome105'],
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What both need belongs to the first, so that the first page does not wait for the charts.
            {
              name: 'vendor',
              test: /node_modules[\\/](?!echarts|zrender|@codemirror|@lezer|style-mod|w3c-keyname|crelt|react-grid-layout|react-resizable|react-draggable)/,
              priority: 1,
            },
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)/ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 30_000,
  },
});
