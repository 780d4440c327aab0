import { defineConfig } from 'vitest/config'

// The whole thing, in Chromium, against the real program. One world at a time: two cores.
export default defineConfig({
  test: { environment: 'node', include: ['e2e/**/*.e2e.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000, bail: 1 },
})
