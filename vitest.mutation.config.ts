import { defineConfig } from 'vitest/config'
import { keptThread } from './tools/kept-thread.ts'

/** They keep what they made of a character or a table from text to text, and what a mutant made is wrong. What `normalise` keeps it fills anew. */
const remembering = /\/(?:pipeline\/steps\/character-forms|core\/grade-table)\.ts$/

/** What Stryker runs against each mutant: the unit tests of one folder, in one thread, since it starts them anew many times. */
export default defineConfig({
  plugins: [keptThread((mutated) => remembering.test(mutated))],
  test: {
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    isolate: false
  }
})
