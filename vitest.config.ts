import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// A poll ends as soon as it holds: a slow machine makes it longer, not wrong.
const patientPolls = { poll: { timeout: 60_000, interval: 50 } }
const onEngines = { globalSetup: 'test/support/engines-setup.ts', testTimeout: 300_000, hookTimeout: 300_000, expect: patientPolls }
const asUnit = { setupFiles: ['test/support/chinese-schemas.ts'] }
// A process has one dictionary, which keeps the words that a test adds to it: each of these has a process of its own.
const withDictionary = [
  'test/unit/pipeline/**/*.test.ts',
  'test/unit/adapters/{assistant,segmenter}/**/*.test.ts',
  'test/unit/commands/data-doc.test.ts',
  'test/unit/config/a-city.test.ts',
  'test/unit/drill/carried.test.ts'
]

/** One that takes minutes and begins last leaves the other core with nothing to do. */
const longest = [
  'browser/every-screen',
  'browser/page-accessibility',
  'browser/screens',
  'engines/migrate',
  'engines/engines',
  'alerting/schedules',
  'commands/command-line',
  'drill/carried',
  'commands/archive'
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`) || moduleId.endsWith(`test/unit/${name}.test.ts`))
      return at === -1 ? longest.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Beside drills and servers, which go first, a test may wait for the processor rather than for anything else.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    // Two cores: more workers only make each other late.
    maxWorkers: 2,
    projects: [
      // In one process each worker: to load the product anew for each file was a third of their work.
      { extends: true, test: { ...asUnit, name: 'unit', include: ['test/unit/**/*.test.ts'], exclude: withDictionary, isolate: false } },
      { extends: true, test: { ...asUnit, name: 'unit-dictionary', include: withDictionary } },
      { extends: true, test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 120_000 } },
      { extends: true, test: { name: 'judge', include: ['test/judge/**/*.test.ts'], hookTimeout: 900_000 } },
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000, expect: patientPolls }
      },
      // Each alone: they measure how soon work goes on or play against the clock, and starting processes over and over slows whoever is beside.
      { extends: true, test: { name: 'faults', include: ['test/faults/**/*.test.ts'], fileParallelism: false, testTimeout: 600_000 } },
      // Foreign programs, fetched for it: `npm run real`, never part of `npm test`.
      {
        extends: true,
        test: { name: 'real', include: ['test/real/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 600_000, expect: patientPolls }
      },
      { extends: true, test: { ...onEngines, name: 'engines', include: ['test/engines/**/*.test.ts'] } }
    ]
  }
})
