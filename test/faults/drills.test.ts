import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterProcesses } from '../../drill/role-processes.ts'
import { stopCity } from '../../drill/start-city.ts'
import { provideArchives } from '../../tools/engines/archives.ts'
import { DrillProcess, figuresOf, forgetDrill, runCommand, type DrillEnd, type DrillFigures } from '../support/drill-process.ts'
import { setup as startEngines } from '../support/engines-setup.ts'
import { seededRandom } from '../support/seeded-random.ts'

const scenario = 'yungang-morning'
const kills = 20
const calmSpeed = 180
/* Slower, so that twenty deaths fit into the morning and nothing that people do comes too late for a deadline. */
const troubledSpeed = 75
const shortestLifeMs = 1_000
const longestLifeMs = 6_000

const seed = Number(process.env['WANGLOU_SEED'] ?? Date.now() % 1_000_000)
const calmFolder = mkdtempSync(path.join(tmpdir(), 'drill-calm-'))
const troubledFolder = mkdtempSync(path.join(tmpdir(), 'drill-troubled-'))
const clusterFolder = mkdtempSync(path.join(tmpdir(), 'drill-cluster-'))
const hasEngines = process.env['WANGLOU_KAFKA_BROKERS'] !== undefined || (await provideArchives()).ok

// One undisturbed drill is what the others are held against.
let calm: DrillFigures
let troubled: DrillFigures
let undisturbed: DrillEnd
let lives: readonly DrillEnd[]
let stopEngines: (() => Promise<void>) | undefined

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

async function playCalmly(): Promise<DrillEnd> {
  const end = await new DrillProcess(calmFolder, scenario, calmSpeed).end()
  if (hasEngines) stopEngines = await startEngines()
  return end
}

beforeAll(async () => {
  console.log(`drills: WANGLOU_SEED=${seed}`)
  // Side by side: each waits most of the time. The engines start while the one with deaths still plays.
  ;[undisturbed, lives] = await Promise.all([playCalmly(), playWithDeaths()])
  calm = await figuresOf(calmFolder)
  troubled = await figuresOf(troubledFolder)
}, 600_000)

afterAll(async () => {
  await stopEngines?.()
  for (const folder of [calmFolder, troubledFolder, clusterFolder]) {
    await stopCity(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})

function said({ exitCode, stderr }: DrillEnd): string {
  return exitCode === 0 ? 'held' : `exit ${exitCode}: ${stderr}`
}

function known({ incidents }: DrillFigures): unknown[] {
  return incidents.map(({ members, grade, anchor, deadlines, settled }) => ({ members, grade, anchor, deadlines, settled }))
}

describe('a drill whose main process is killed twenty times', () => {
  test('really was killed, each time', () => {
    expect(lives.slice(0, kills).map(({ signal }) => signal)).toEqual(Array.from({ length: kills }, () => 'SIGKILL'))
  })

  test('meets every expectation of the scenario in its last life, as the undisturbed one does', () => {
    expect(said(undisturbed)).toBe('held')
    expect(lives.slice(kills).map(said)).toEqual(['held'])
  })

  test('ends with the same incidents, members, grades, anchors, deadlines and settled clocks as an undisturbed one', () => {
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

describe.skipIf(!hasEngines)('the same drill on both engines', () => {
  let end: DrillEnd
  let cluster: DrillFigures

  beforeAll(async () => {
    end = await new DrillProcess(clusterFolder, scenario, calmSpeed, 'cluster').end()
    cluster = await figuresOf(clusterFolder, 'cluster')
  }, 400_000)

  afterAll(async () => {
    await forgetDrill(clusterFolder)
  }, 300_000)

  test('meets every expectation on either', () => {
    expect({ embedded: said(undisturbed), cluster: said(end) }).toEqual({ embedded: 'held', cluster: 'held' })
  })

  test('ran each role in a process of its own, and two pipelines', () => {
    expect(clusterProcesses.filter(({ role }) => role === 'pipeline')).toHaveLength(2)
    expect(new Set(clusterProcesses.map(({ role }) => role)).size).toBe(4)
  })

  test('ends with the same incidents, members, grades, anchors, deadlines and settled clocks', () => {
    expect(calm.incidents.length).toBeGreaterThan(5)
    expect(known(cluster)).toEqual(known(calm))
  })

  test('reaches each phase of each countdown once', () => {
    expect(cluster.incidents.map(({ phases }) => phases)).toEqual(calm.incidents.map(({ phases }) => phases))
  })

  test('delivers every notice', () => {
    expect(cluster.arrivals.length).toBeGreaterThan(0)
    expect(cluster.untaken).toBe(0)
  })
})
