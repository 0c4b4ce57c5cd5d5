import { defineConfig } from 'vitest/config';

/** The end-to-end tests drive the real program in Chromium; build/scripts/e2e.sh starts both. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    sequence: { concurrent: false },
    fileParallelism: false,
  },
});
