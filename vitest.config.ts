import { defineConfig } from 'vitest/config'

const drillOnBoth = 'test/engines/drill-on-cluster.test.ts'
// A poll ends as soon as it holds: a slow machine makes it longer, not wrong.
const patientPolls = { poll: { timeout: 60_000, interval: 50 } }
const onEngines = { globalSetup: 'test/support/engines-setup.ts', testTimeout: 300_000, hookTimeout: 300_000, expect: patientPolls }

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Two cores: more workers only make each other late.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], setupFiles: ['test/support/chinese-schemas.ts'] } },
      { extends: true, test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 120_000 } },
      { extends: true, test: { name: 'judge', include: ['test/judge/**/*.test.ts'], hookTimeout: 900_000 } },
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000, expect: patientPolls }
      },
      // Each alone: they measure how soon work goes on, and starting processes over and over slows whoever is beside.
      { extends: true, test: { name: 'faults', include: ['test/faults/**/*.test.ts'], fileParallelism: false, testTimeout: 600_000 } },
      {
        extends: true,
        test: { ...onEngines, name: 'engines', include: ['test/engines/**/*.test.ts'], exclude: [drillOnBoth] }
      },
      // Alone: it plays against the clock.
      { extends: true, test: { ...onEngines, name: 'engine-drill', include: [drillOnBoth] } }
    ]
  }
})
