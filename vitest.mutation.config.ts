import { defineConfig } from 'vitest/config'
import { keptThread } from './tools/kept-thread.ts'

/** They keep the forms of characters, and arrays, from text to text. */
const remembering = /\/pipeline\/steps\/(?:character-forms|normalise)\.ts$/

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
