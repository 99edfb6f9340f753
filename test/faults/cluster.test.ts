import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { provideArchives } from '../../tools/engines/archives.ts'
import { FaultEngines } from '../support/fault-engines.ts'
import { runTrial, type TrialLine } from '../support/fault-trial.ts'
import { trials } from './trials/catalog.ts'

const provided = await provideArchives()
const seed = Number(process.env['WANGLOU_SEED'] ?? Date.now() % 1_000_000)
const resumeWithinMs = 10_000

describe.skipIf(!provided.ok).each(trials.filter(({ short }) => short))(
  `on Kafka and Elasticsearch${provided.ok ? '' : ` (${provided.reason})`}, $name`,
  (trial) => {
    let engines: FaultEngines
    let line: TrialLine | null

    beforeAll(async () => {
      if (!provided.ok) return
      engines = new FaultEngines(provided.archives)
      line = await runTrial(trial, { engines, seed, short: true, say: (words) => console.log(words) })
    }, 900_000)

    afterAll(() => engines?.close(), 60_000)

    test('loses nothing and does nothing twice', () => {
      expect(line?.produced).toBeGreaterThan(500)
      expect(line).toMatchObject({ lost: 0, duplicatesByEffect: 0 })
      expect((line?.stored ?? 0) + (line?.deadLettered ?? 0)).toBe(line?.produced)
    })

    test('makes a dead letter of each poison record and of nothing else', () => {
      expect(line?.deadLettered).toBeGreaterThanOrEqual(3)
    })

    test('goes on within ten seconds of what it waited for', () => {
      expect(line?.resumes.length).toBeGreaterThan(0)
      expect(line?.resumes.filter(({ ms }) => ms > resumeWithinMs)).toEqual([])
    })

    test('leaves no partition stuck, by the word of Kafka and Elasticsearch themselves', () => {
      expect(line?.witness).toMatchObject({ keysInTopic: line?.produced, documents: line?.stored, lag: { assess: 0, group: 0, alerting: 0 } })
    })

    test('keeps incidents, deadlines and notices right', () => {
      expect(line?.faults).toEqual([])
    })
  }
)
