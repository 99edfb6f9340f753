import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { createClient } from '../../adapters/elasticsearch/client.ts'
import { createMoves, type Move } from '../../adapters/elasticsearch/moves.ts'
import { patiently } from '../../adapters/elasticsearch/patience.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { movingWords } from '../../adapters/embedded/moved-folder.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import { removeTopics } from '../../adapters/kafka/event-log.ts'
import { clusterOptions, type ClusterOptions } from '../../cluster.ts'
import type { LogRecord, Stores } from '../../core/ports.ts'
import type { Topic } from '../../core/records.ts'
import { openCluster, type EngineStores } from '../../engine.ts'
import { loadProductConfig, startSystem } from '../../system.ts'
import { clusterDesk } from '../support/cluster-desk.ts'
import { KillableCommand, wanglou, jsonLines } from '../support/command-line.ts'
import { mentionId, observation } from '../support/contract-mentions.ts'
import { answersOf, fill, mentionCount, unassessedCount, ungroupedCount, type LeasedNotice } from '../support/full-folder.ts'
import { at } from '../support/incidents.ts'
import { kafkaBrokers } from '../support/kafka-place.ts'
import { silent } from '../support/running-system.ts'

describe.skipIf(kafkaBrokers.length === 0)('migrate --from embedded --to cluster', () => {
  test('moves everything, says so, and the cluster answers as the folder did', async () => {
    const { directory, leased } = await filledFolder()
    const before = await ask(directory, answersOf)
    const pending = await ask(directory, (stores) => pendingOf(stores))
    const cluster = await freshCluster()

    const moved = await run(cluster, directory)
    expect(moved).toMatchObject({ code: 0, report: { isNew: true, isSame: true } })
    expect(countsOf(moved.report)).toMatchObject({
      mentions: [mentionCount, mentionCount],
      'early-assignments': [3, 3],
      incidents: [3, 3],
      notices: [525, 525],
      audit: [1_203, 1_203],
      evidence: [3, 3],
      frontier: [1_104, 1_104],
      accounts: [3, 3],
      sessions: [3, 3],
      'one-time-links': [3, 3],
      'log-mentions': [unassessedCount, unassessedCount],
      'log-assessed': [ungroupedCount, ungroupedCount],
      'log-dead-letters': [30, 30]
    })

    const stores = await cluster.open()
    expect(await answersOf(stores)).toEqual(before)
    expect(await recordsOf(stores)).toEqual(pending)
    await expectGoesOn(stores, leased)
  })

  test('killed twice on its way it ends with the same, and run once more it changes nothing', async () => {
    const { directory } = await filledFolder()
    const before = await ask(directory, answersOf)
    const pending = await ask(directory, (stores) => pendingOf(stores))
    const cluster = await freshCluster()

    await killOnceThere(cluster, directory, ({ parts }) => parts['mentions']?.cursor != null)
    await expect(cluster.open()).rejects.toMatchObject({ code: 'unfinished-move' })
    await killOnceThere(cluster, directory, ({ parts }) => parts['log-mentions']?.cursor != null)
    const moved = await run(cluster, directory)
    expect(moved).toMatchObject({ code: 0, report: { isNew: true, isSame: true } })

    const stores = await cluster.open()
    expect(await answersOf(stores)).toEqual(before)
    expect(await recordsOf(stores)).toEqual(pending)

    expect(await run(cluster, directory)).toMatchObject({ code: 0, report: { isNew: false, isSame: true } })
    expect(await answersOf(stores)).toEqual(before)
    expect(await recordsOf(stores)).toEqual(pending)
  })

  test('refuses a cluster that holds anything else, and one that another folder was moved to', async () => {
    const { directory } = await filledFolder()
    const used = await freshCluster()
    const stores = await used.open()
    await stores.crawl.setCursor('elsewhere', 'etag', '1')
    await stores.log.append('mentions', [{ key: 'k', value: '{}' }])
    const refused = await run(used, directory)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain(`${used.options.elasticsearch.prefix}-crawl-cursors`)
    expect(refused.stderr).toContain('主题')
    expect(await stores.mentions.count()).toBe(0)

    const cluster = await freshCluster()
    const other = await emptyFolder()
    expect((await run(cluster, other)).code).toBe(0)
    const second = await run(cluster, directory)
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining(other) as string])
  })

  test('refuses to go on where the folder changed meanwhile, until it is told to begin again', async () => {
    const { directory } = await filledFolder()
    const cluster = await freshCluster()
    await killOnceThere(cluster, directory, ({ parts }) => parts['log-dead-letters']?.cursor != null)
    await ask(directory, async ({ accounts, log }) => {
      await accounts.endSession(sha256('wang'))
      await log.append('mentions', [{ key: 'new', value: '{"new":true}' }])
    })
    expect(movingWords(directory)).toContain('--restart')
    const before = await ask(directory, answersOf)
    const pending = await ask(directory, (stores) => pendingOf(stores))

    const refused = await run(cluster, directory)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--restart') as string])
    expect(await run(cluster, directory, '--restart')).toMatchObject({ code: 0, report: { isNew: true, isSame: true } })
    expect(movingWords(directory)).toBeNull()
    const stores = await cluster.open()
    expect(await answersOf(stores)).toEqual(before)
    expect(await recordsOf(stores)).toEqual(pending)

    await ask(directory, ({ crawl }) => crawl.setCursor('site', 'etag', 'later'))
    expect(await run(cluster, directory, '--restart')).toMatchObject({ code: 2 })
  })

  test('finds what is not as it was, ends with 4, and lets nobody start until it is moved again', async () => {
    const { directory } = await filledFolder()
    const cluster = await freshCluster()
    await killOnceThere(cluster, directory, ({ parts }) => parts['frontier']?.cursor != null)
    await meddle(cluster, 'notices-v2', 'dead')

    const found = await run(cluster, directory)
    expect(found).toMatchObject({ code: 4, report: { isSame: false, finishedAt: null } })
    expect(checkOf(found.report, 'notices')).toMatchObject({ holds: false, differing: 1, examples: ['dead'] })
    await expect(cluster.open()).rejects.toMatchObject({ code: 'unfinished-move' })
    expect((await run(cluster, directory)).code).toBe(4)
    expect((await run(cluster, directory, '--restart')).code).toBe(0)
    await cluster.open()
  })

  test('says what is damaged in the folder, moves the rest, and ends with 4', async () => {
    const directory = await emptyFolder()
    const key = await ask(directory, ({ evidence }) => evidence.put(Buffer.from('原样'), { url: null, contentType: null, at: at('09:00') }))
    await rm(path.join(directory, 'evidence', key.slice(0, 2), key))
    const cluster = await freshCluster()
    const moved = await run(cluster, directory)
    expect(moved).toMatchObject({ code: 4 })
    expect(checkOf(moved.report, 'evidence')).toMatchObject({ damaged: [key], cluster: 0, differing: 0 })
    // What no run can mend holds nobody up.
    await cluster.open()
  })

  test('keeps out of a folder and of a cluster that somebody works on', async () => {
    const directory = await emptyFolder()
    const cluster = await freshCluster()
    const system = await openEmbedded({ directory, clock: systemClock, lock: true })
    expect((await run(cluster, directory)).code).toBe(5)
    await system.close()

    const { log } = await cluster.open()
    const subscription = log.subscribe({ topic: 'mentions', group: 'assess', maxBatch: 1, handle: async () => {} })
    await expect.poll(async () => (await run(cluster, directory)).code, { timeout: 60_000 }).toBe(5)
    await subscription.close()
  })

  test('a system on the cluster goes on where the folder stopped', async () => {
    const { directory } = await filledFolder()
    const cluster = await freshCluster()
    expect((await run(cluster, directory)).code).toBe(0)
    const system = await startSystem({
      config: await loadProductConfig(cluster.config),
      engine: 'cluster',
      directory,
      waiting: () => {},
      clock: systemClock,
      drill: false,
      roles: ['pipeline'],
      host: '127.0.0.1',
      port: 0,
      logger: silent
    })
    onTestFinished(() => system.close())
    await system.drained()
    expect((await wanglou('start', '--data', directory, '--until-idle')).stderr).toContain('--engine cluster')
    const { mentions, log } = system.stores
    expect(await log.lag('mentions', 'assess')).toBe(0)
    expect(await mentions.count()).toBe(mentionCount + 1_000)
    expect((await mentions.get(mentionId('waiting-999')))?.assessment).not.toBeNull()
    expect(await mentions.get(mentionId('handled-1'))).toBeNull()
  })
})

/** What only the moved state below the ports can make right. */
async function expectGoesOn({ notices, crawl, accounts, mentions, leases, audit }: Stores, leased: LeasedNotice): Promise<void> {
  // The holder's lease and fence came along; new notices follow the old ones.
  await notices.settle(leased.id, leased.fence, { state: 'accepted', receipt: 'late', handedElapsedMs: 5, at: at('10:00') })
  const [next] = await notices.claim({ holder: 'h', channels: ['webhook'], nowElapsedMs: Date.now(), leaseMs: 1_000, limit: 1 })
  expect(next?.row.notice.id).toBe('waiting-0')
  // What was seen stays seen, and what waits is not early.
  expect(
    await crawl.enqueue(
      'site',
      ['page-3', 'page-99', 'never-queued', 'new'].map((key) => ({ key, url: key, hint: '', tries: 0 }))
    )
  ).toMatchObject([{ key: 'new' }])
  expect((await crawl.pending('site', 1_000, 5_000)).at(-1)?.key).toBe('new')
  expect(await accounts.takeOneTime(sha256('sign-in'), 1_000)).toEqual({ accountId: 'person-wang' })
  expect(await accounts.takeOneTime(sha256('old'), 1_000)).toBeNull()
  await mentions.putMany([observation({ id: '提前' })])
  expect((await mentions.get(mentionId('提前')))?.incidentId).toBe('inc-open')
  expect(await leases.acquire('sweep', 'three', 4_000, 1_000)).toEqual({ fence: 3 })
  const [last] = await audit.read(1_202, 1)
  await audit.append([{ at: at('10:00'), actor: { kind: 'machine', part: 'pipeline' }, action: 'seal', subject: '', detail: '' }])
  expect(await audit.read(1_203, 10)).toMatchObject([{ seq: 1_204, previous: last?.hash }])
}

interface TestCluster {
  readonly config: string
  readonly options: ClusterOptions
  open(): Promise<EngineStores>
}

async function freshCluster(): Promise<TestCluster> {
  const desk = await clusterDesk({ elasticsearch: { replicas: 0 } })
  const { cluster } = await loadProductConfig(desk.config)
  const options = clusterOptions(cluster, process.env, 'wanglou-test')
  onTestFinished(async () => {
    await removeTopics(options.kafka, { logger: silent })
    await removeIndices(options.elasticsearch)
    await desk.remove()
  })
  return {
    config: desk.config,
    options,
    async open() {
      const stores = await openCluster(options, { clock: systemClock, logger: silent })
      onTestFinished(() => stores.close())
      return stores
    }
  }
}

async function emptyFolder(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-migrate-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  await ask(directory, async () => {})
  return directory
}

async function filledFolder(): Promise<{ directory: string; leased: LeasedNotice }> {
  const directory = await emptyFolder()
  return { directory, leased: await ask(directory, fill) }
}

async function ask<T>(directory: string, question: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openEmbedded({ directory, clock: systemClock, lock: false })
  try {
    return await question(stores)
  } finally {
    await stores.close()
  }
}

function argumentsOf(cluster: TestCluster, directory: string): string[] {
  return ['migrate', '--from', 'embedded', '--to', 'cluster', '--config', cluster.config, '--data', directory, '--json']
}

async function run(cluster: TestCluster, directory: string, ...more: string[]) {
  const ended = await wanglou(...argumentsOf(cluster, directory), ...more)
  return { ...ended, report: jsonLines(ended.stdout)[0] ?? {} }
}

/** Runs it until its record on the cluster says what is waited for, and then no further. */
async function killOnceThere(cluster: TestCluster, directory: string, isThere: (move: Move) => boolean): Promise<void> {
  const client = createClient(cluster.options.elasticsearch)
  const command = new KillableCommand(...argumentsOf(cluster, directory))
  try {
    const moves = createMoves({ client, options: cluster.options.elasticsearch })
    for (let move: Move | undefined; move === undefined || !isThere(move);) {
      if (command.hasEnded) throw new Error('it ended before it was killed')
      // Its index is only just being made.
      move = (await patiently({ random: strongRandom }, 10_000, () => moves.read()))?.move
    }
    expect((await command.kill()).signal).toBe('SIGKILL')
    expect((await moves.read())?.move.finishedAt).toBeNull()
  } finally {
    await client.close()
  }
}

/** Changes one document behind the stores' back. */
async function meddle({ options: { elasticsearch } }: TestCluster, index: string, id: string): Promise<void> {
  const client = createClient(elasticsearch)
  try {
    await client.update({ index: `${elasticsearch.prefix}-${index}`, id, doc: { detail: 'something else' } })
  } finally {
    await client.close()
  }
}

type Report = Record<string, unknown>
type CheckRow = { part: string; folder: number; cluster: number }

function countsOf(report: Report): Record<string, [number, number]> {
  return Object.fromEntries((report['checks'] as CheckRow[]).map(({ part, folder, cluster }) => [part, [folder, cluster]]))
}

function checkOf(report: Report, name: string): CheckRow | undefined {
  return (report['checks'] as CheckRow[]).find(({ part }) => part === name)
}

type ByKey = Record<string, string[]>

/** What a key's consumer would still be given, in its order. */
async function pendingOf(stores: Stores): Promise<Record<'mentions' | 'assessed' | 'dead-letters', ByKey>> {
  const all = await recordsOf(stores)
  const tail = async (topic: 'mentions' | 'assessed', handled: string): Promise<ByKey> =>
    Object.fromEntries(
      Object.entries(all[topic])
        .map(([key, values]) => [key, values.filter((value) => !value.includes(handled))] as const)
        .filter(([, values]) => values.length > 0)
    )
  return { mentions: await tail('mentions', 'handled-'), assessed: await tail('assessed', 'handled-'), 'dead-letters': all['dead-letters'] }
}

async function recordsOf({ log }: Stores): Promise<Record<'mentions' | 'assessed' | 'dead-letters', ByKey>> {
  const read = async (topic: Topic): Promise<ByKey> => {
    const byKey: ByKey = {}
    let after: { partition: number; offset: number } | null = null
    for (;;) {
      const page: readonly LogRecord[] = await log.read(topic, after, 500)
      for (const { key, value } of page) (byKey[key] ??= []).push(value)
      const last = page.at(-1)
      if (last === undefined) return byKey
      after = { partition: last.partition, offset: last.offset }
    }
  }
  return { mentions: await read('mentions'), assessed: await read('assessed'), 'dead-letters': await read('dead-letters') }
}
