import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { deadLettersOn } from '../../../adapters/dead-letters.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { sha256 } from '../../../adapters/hash.ts'
import type { Assessment } from '../../../core/assessment.ts'
import { DeadLetter, IncidentHint } from '../../../core/records.ts'
import type { Stores } from '../../../core/ports.ts'
import { startPipeline, type Pipeline } from '../../../pipeline/run.ts'
import { quiet } from '../../support/group-desk.ts'
import { table, told } from '../../support/group-mentions.ts'
import { policy } from '../../support/incidents.ts'

const blast = '临江区滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。'
const items = [
  told({ id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'], deaths: 3, likes: 5 }),
  told({ id: 'blast-2', text: `转发：${blast}`, minute: 20, eventType: '爆炸', spots: ['滨河路'], deaths: 3, source: '路人' }),
  told({ id: 'noise', text: '今天的晚霞真好看', minute: 5, relevant: false })
]

let directory = ''
let stores: Stores & { close(): Promise<void> }
let running: Pipeline | null = null
let assessedIds: string[] = []

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'wanglou-group-'))
  stores = await openEmbedded({ directory, clock: systemClock, lock: true })
  assessedIds = []
})

afterEach(async () => {
  await running?.close()
  running = null
  await stores.close()
  rmSync(directory, { recursive: true, force: true })
})

function start(assess?: (id: string) => Assessment | undefined): Pipeline {
  const known = new Map<string, Assessment>(items.map(({ mention, assessment }) => [mention.id, assessment]))
  running = startPipeline({
    log: stores.log,
    mentions: stores.mentions,
    incidents: stores.incidents,
    deadLetters: deadLettersOn(stores.log, systemClock),
    sha256,
    clock: systemClock,
    logger: quiet,
    policy,
    table,
    jurisdiction: 'test',
    rulesVersion: () => 'test-1',
    tierOf: () => null,
    blindSources: () => Promise.resolve([]),
    assess: (batch) =>
      Promise.resolve().then(() =>
        batch.map(({ id }) => {
          assessedIds.push(id)
          const assessment = (assess ?? ((one) => known.get(one)))(id)
          if (assessment === undefined) throw new TypeError(`cannot judge ${id}`)
          return assessment
        })
      )
  })
  return running
}

async function drained(pipeline: Pipeline): Promise<void> {
  while (!(await Promise.race([pipeline.idle(), pipeline.failed]))) await new Promise((resolve) => setTimeout(resolve, 10))
}

function publish(...values: unknown[]): Promise<void> {
  return stores.log.append(
    'mentions',
    values.map((value, index) => ({ key: `k${index}`, value: typeof value === 'string' ? value : JSON.stringify(value) }))
  )
}

async function deadLetters(): Promise<DeadLetter[]> {
  return (await stores.log.read('dead-letters', null, 100)).map(({ value }) => DeadLetter.parse(JSON.parse(value)))
}

test('given mentions in the log, then one incident stands in the store with its mentions, its counts and a hint of its final version', async () => {
  await publish(...items.map(({ mention }) => mention))
  await drained(start())
  const [document, ...others] = await stores.incidents.list({ limit: 10 })
  expect(others).toEqual([])
  expect(document?.state.grade).toBe('III')
  expect(document?.rollup).toMatchObject({ mentions: 2, sources: ['网友', '路人'], engagement: { likes: 5 } })
  expect((await stores.mentions.ofIncidents([document?.id ?? ''], 10)).map(({ mention }) => mention.id).sort()).toEqual(['blast-1', 'blast-2'])
  expect(await stores.mentions.count()).toBe(3)
  const hints = (await stores.log.read('incidents', null, 100)).map(({ value }) => IncidentHint.parse(JSON.parse(value)))
  expect(hints.at(-1)).toMatchObject({ incidentId: document?.id, version: document?.version })
})

test('given records that are no mentions, then each is a dead letter with source, place and reason, and the others go on', async () => {
  const [first] = items
  await publish(
    '{"id":',
    { ...first?.mention, source: '某网', sourceKind: 'smoke-signals' },
    { ...first?.mention, id: 'empty', title: null, text: null },
    first?.mention
  )
  await drained(start())
  expect(await stores.mentions.count()).toBe(1)
  const letters = await deadLetters()
  expect(letters.map(({ stage, source, code }) => [stage, source, code])).toEqual(
    expect.arrayContaining([
      ['assess', 'mentions', 'invalid-input'],
      ['assess', '某网', 'invalid-input'],
      ['assess', '网友', 'empty']
    ])
  )
  expect(letters.every(({ place, topic }) => /^mentions\/\d+\/\d+$/.test(place) && topic === 'mentions')).toBe(true)
  expect(letters.find(({ source }) => source === '某网')?.reason).toContain('sourceKind')
})

test('given a mention that cannot be judged, then it alone is a dead letter', async () => {
  const strange = { ...items[2]?.mention, id: 'strange' }
  await publish(...items.map(({ mention }) => mention), strange)
  await drained(start())
  expect((await deadLetters()).map(({ code, reason }) => [code, reason])).toEqual([['assess-failed', 'cannot judge strange']])
  expect(await stores.mentions.count()).toBe(3)
})

test('given the same mentions again, then they are not assessed again, and new counts reach the incident', async () => {
  await publish(...items.map(({ mention }) => mention))
  const pipeline = start()
  await drained(pipeline)
  const before = (await stores.incidents.list({ limit: 10 }))[0]
  assessedIds = []
  await publish(...items.map(({ mention }) => ({ ...mention, observedAt: '2031-03-12T05:00:00.000Z' })))
  await drained(pipeline)
  expect(assessedIds).toEqual([])
  const liked = told({ id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'], deaths: 3, likes: 2000, observedMinute: 400 })
  await publish(liked.mention)
  await drained(pipeline)
  const after = (await stores.incidents.list({ limit: 10 }))[0]
  expect(after?.rollup?.engagement.likes).toBe(2000)
  expect(after?.events.slice(0, before?.events.length)).toEqual(before?.events)
  expect(after?.events.at(-1)?.body).toEqual({ type: 'spread-reached', measure: 'interactions', value: 1000 })
})

test('given a stop between storing and telling, then the restarted line opens the incident all the same', async () => {
  const [first] = items
  if (first === undefined) throw new Error('no items')
  await stores.mentions.putMany([first])
  await publish(first.mention)
  await drained(start())
  expect((await stores.incidents.list({ limit: 10 })).map(({ state }) => state.foundingMentionId)).toEqual(['blast-1'])
})
