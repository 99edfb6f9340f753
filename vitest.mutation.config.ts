import { defineConfig } from 'vitest/config'

/** What Stryker runs against each mutant: the unit tests of one folder, in one process, since it starts them anew many times. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1
  }
})
