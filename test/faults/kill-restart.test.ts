import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopCity } from '../../drill/start-city.ts'
import { DrillProcess, figuresOf, runCommand, type DrillEnd, type DrillFigures } from '../support/drill-process.ts'
import { seededRandom } from '../support/seeded-random.ts'

const scenario = 'yungang-morning'
const kills = 20
const calmSpeed = 180
/* Slower, so that twenty deaths fit into the morning and nothing that people do comes too late for a deadline. */
const troubledSpeed = 120
const shortestLifeMs = 1_000
const longestLifeMs = 8_000

const seed = Number(process.env['WANGLOU_SEED'] ?? Date.now() % 1_000_000)
const calmFolder = mkdtempSync(path.join(tmpdir(), 'drill-calm-'))
const troubledFolder = mkdtempSync(path.join(tmpdir(), 'drill-troubled-'))

let calm: DrillFigures
let troubled: DrillFigures
let undisturbed: DrillEnd
let lives: readonly DrillEnd[]

/** Plays on, and dies at moments that follow from the seed; whoever starts next finds the drill where it is. The last life may end. */
async function playWithDeaths(): Promise<DrillEnd[]> {
  const random = seededRandom(seed)
  const deaths: DrillEnd[] = []
  while (deaths.length < kills) {
    const lifeMs = Math.round(shortestLifeMs + random() * (longestLifeMs - shortestLifeMs))
    const drill = new DrillProcess(troubledFolder, scenario, troubledSpeed)
    await pause(lifeMs)
    deaths.push(await drill.kill())
  }
  return [...deaths, await new DrillProcess(troubledFolder, scenario, troubledSpeed).end()]
}

beforeAll(async () => {
  console.log(`kill-restart: WANGLOU_SEED=${seed}`)
  // Side by side: each waits most of the time.
  ;[undisturbed, lives] = await Promise.all([new DrillProcess(calmFolder, scenario, calmSpeed).end(), playWithDeaths()])
  calm = await figuresOf(calmFolder)
  troubled = await figuresOf(troubledFolder)
}, 400_000)

afterAll(async () => {
  for (const folder of [calmFolder, troubledFolder]) {
    await stopCity(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})

describe('a drill whose main process is killed twenty times', () => {
  test('really was killed, each time', () => {
    expect(lives.slice(0, kills).map(({ signal }) => signal)).toEqual(Array.from({ length: kills }, () => 'SIGKILL'))
  })

  test('meets every expectation of the scenario in its last life, as the undisturbed one does', () => {
    const end = ({ exitCode, stderr }: DrillEnd): string => (exitCode === 0 ? 'held' : `exit ${exitCode}: ${stderr}`)
    expect(end(undisturbed)).toBe('held')
    expect(lives.slice(kills).map(end)).toEqual(['held'])
  })

  test('ends with the same incidents, members, grades, anchors, deadlines and settled clocks as an undisturbed one', () => {
    const known = ({ incidents }: DrillFigures) =>
      incidents.map(({ members, grade, anchor, deadlines, settled }) => ({ members, grade, anchor, deadlines, settled }))
    expect(calm.incidents.length).toBeGreaterThan(5)
    expect(known(troubled)).toEqual(known(calm))
  })

  test('has each phase of each countdown once', () => {
    expect(calm.incidents.some(({ phases }) => phases.length > 0)).toBe(true)
    expect(troubled.incidents.map(({ phases }) => phases)).toEqual(calm.incidents.map(({ phases }) => phases))
    for (const { phases } of troubled.incidents) expect(new Set(phases).size).toBe(phases.length)
  })

  test('has handed over every notice', () => {
    expect(troubled.arrivals.length).toBeGreaterThan(0)
    expect(troubled.untaken).toBe(0)
  })

  test('shows a notice twice only where the second is marked 可能重复, and counts it', () => {
    const first = new Set<string>()
    const again = troubled.arrivals.filter(({ noticeId }) => {
      const seen = noticeId !== null && first.has(noticeId)
      if (noticeId !== null) first.add(noticeId)
      return seen
    })
    expect(again.filter(({ possibleDuplicate }) => !possibleDuplicate)).toEqual([])
    expect(troubled.possibleDuplicates).toBeGreaterThanOrEqual(new Set(again.map(({ noticeId }) => noticeId)).size)
  })

  test('leaves an audit log and timelines that verify', async () => {
    expect(await runCommand('audit', 'verify', '--data', troubledFolder)).toMatchObject({ exitCode: 0 })
  })
})
