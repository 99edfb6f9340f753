import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterProcesses } from '../../drill/role-processes.ts'
import { stopCity } from '../../drill/start-city.ts'
import { DrillProcess, figuresOf, forgetDrill, type DrillEnd, type DrillFigures } from '../support/drill-process.ts'
import { kafkaBrokers } from '../support/kafka-place.ts'

const scenario = 'yungang-morning'
const speed = 220
const folders = {
  embedded: mkdtempSync(path.join(tmpdir(), 'drill-embedded-')),
  cluster: mkdtempSync(path.join(tmpdir(), 'drill-cluster-'))
}

let ends: Record<keyof typeof folders, DrillEnd>
let figures: Record<keyof typeof folders, DrillFigures>

describe.skipIf(kafkaBrokers.length === 0)('the same drill on both engines', () => {
  beforeAll(async () => {
    ends = {
      embedded: await new DrillProcess(folders.embedded, scenario, speed, 'embedded').end(),
      cluster: await new DrillProcess(folders.cluster, scenario, speed, 'cluster').end()
    }
    figures = { embedded: await figuresOf(folders.embedded, 'embedded'), cluster: await figuresOf(folders.cluster, 'cluster') }
  }, 400_000)

  afterAll(async () => {
    await forgetDrill(folders.cluster)
    for (const folder of Object.values(folders)) {
      await stopCity(folder)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })

  test('meets every expectation on either', () => {
    const said = ({ exitCode, stderr }: DrillEnd): string => (exitCode === 0 ? 'held' : `exit ${exitCode}: ${stderr}`)
    expect({ embedded: said(ends.embedded), cluster: said(ends.cluster) }).toEqual({ embedded: 'held', cluster: 'held' })
  })

  test('ran each role in a process of its own, and two pipelines', () => {
    expect(clusterProcesses.filter(({ role }) => role === 'pipeline')).toHaveLength(2)
    expect(new Set(clusterProcesses.map(({ role }) => role)).size).toBe(4)
  })

  test('ends with the same incidents, members, grades, anchors, deadlines and settled clocks', () => {
    const known = ({ incidents }: DrillFigures) =>
      incidents.map(({ members, grade, anchor, deadlines, settled }) => ({ members, grade, anchor, deadlines, settled }))
    expect(figures.embedded.incidents.length).toBeGreaterThan(5)
    expect(known(figures.cluster)).toEqual(known(figures.embedded))
  })

  test('reaches each phase of each countdown once', () => {
    expect(figures.cluster.incidents.map(({ phases }) => phases)).toEqual(figures.embedded.incidents.map(({ phases }) => phases))
  })

  test('delivers every notice', () => {
    expect(figures.cluster.arrivals.length).toBeGreaterThan(0)
    expect(figures.cluster.untaken).toBe(0)
  })
})
