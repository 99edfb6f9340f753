import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { provideArchives, type Archives } from '../../tools/engines/archives.ts'
import { enginesCache } from '../../tools/engines/cache-folder.ts'
import { askElasticsearch } from '../../tools/engines/elasticsearch-http.ts'
import { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import { countDocuments } from '../../tools/engines/elasticsearch-witness.ts'
import type { EngineStatus } from '../../tools/engines/engines-status.ts'
import { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'
import { nodesInService } from '../../tools/engines/kafka-metadata.ts'
import {
  consumeAll,
  createTopic,
  deleteTopic,
  describeGroup,
  describeTopic,
  listTopics,
  produce,
  recordCount
} from '../../tools/engines/kafka-witness.ts'
import { identityOf, isRunning, type ProcessIdentity } from '../../tools/engines/process-identity.ts'
import { readState, runningEngines } from '../../tools/engines/state.ts'
import { wanglouEngines } from '../support/engines-command.ts'

const provided = await provideArchives()
const folder = mkdtempSync(path.join(tmpdir(), 'wanglou-engines-test-'))
const quickRestartMs = 30_000
const patience = { timeout: 120_000, interval: 100 }

/** Only where the suites below are not skipped. */
function archives(): Archives {
  if (!provided.ok) throw new Error(provided.reason)
  return provided.archives
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!provided.ok)(`one broker ${provided.ok ? '' : `(${provided.reason})`}`, () => {
  let kafka: KafkaCluster
  beforeAll(async () => {
    kafka = await KafkaCluster.start({ directory: path.join(folder, 'one'), archives: archives(), heapMb: 256 })
    await createTopic(kafka, 'kept', 2)
  })
  afterAll(() => kafka.remove())

  test('killed and started again, has its address and every acknowledged record', async () => {
    const records = Array.from({ length: 100 }, (_, index) => ({ key: `k${index}`, value: `信息 ${index}` }))
    await produce(kafka, 'kept', records)
    const [node] = kafka.nodes

    await node?.kill()
    expect(node?.identity).toBeNull()
    expect(await nodesInService(portOf(kafka.brokers[0]))).toEqual([])
    const begun = performance.now()
    await kafka.start()
    await kafka.waitReady()

    expect(performance.now() - begun).toBeLessThan(quickRestartMs)
    const kept = await consumeAll(kafka, 'kept')
    expect(kept.map(({ key, value }) => ({ key, value })).toSorted(byKey)).toEqual(records.toSorted(byKey))
    expect(new Set(kept.map(({ partition }) => partition))).toEqual(new Set([0, 1]))
    expect(await recordCount(kafka, 'kept')).toBe(100)
  })

  test('frozen, is there and says nothing; thawed, goes on', async () => {
    const port = portOf(kafka.brokers[0])
    const [node] = kafka.nodes
    node?.freeze()
    try {
      // Its threads stop one after the other, and each question to one that says nothing takes two seconds.
      await expect.poll(() => nodesInService(port), patience).toEqual([])
      expect(node?.identity).not.toBeNull()
    } finally {
      node?.thaw()
    }
    await expect.poll(() => nodesInService(port), patience).toEqual([1])
  })

  test('makes no topic that nobody made, and tells of a group that never was', async () => {
    await createTopic(kafka, 'passing', 1)
    expect(await listTopics(kafka)).toContain('passing')
    await deleteTopic(kafka, 'passing')
    expect(await listTopics(kafka)).not.toContain('passing')
    expect(await describeGroup(kafka, 'nobody')).toEqual([])
  })
})

describe.skipIf(!provided.ok)('three brokers', () => {
  let kafka: KafkaCluster
  beforeAll(async () => {
    kafka = await KafkaCluster.start({ directory: path.join(folder, 'three'), archives: archives(), nodes: 3, heapMb: 256 })
    await createTopic(kafka, 'copied', 3)
  })
  afterAll(() => kafka.remove())

  test('keep three copies and take records with one of them dead', async () => {
    expect(await describeTopic(kafka, 'copied')).toMatch(/ReplicationFactor: 3\s.*min\.insync\.replicas=2/)
    await kafka.nodes[0]?.kill()
    const left = { archives: kafka.archives, brokers: kafka.brokers.slice(1) }
    await produce(left, 'copied', [{ key: 'a', value: '一' }])
    expect((await consumeAll(left, 'copied')).map(({ value }) => value)).toEqual(['一'])
    await kafka.nodes[0]?.start()
    await kafka.waitReady()
    expect(await nodesInService(portOf(kafka.brokers[1]))).toEqual(expect.arrayContaining([1, 2, 3]))
  })
})

describe.skipIf(!provided.ok)('Elasticsearch', () => {
  let node: ElasticsearchNode
  beforeAll(async () => {
    node = await ElasticsearchNode.start({ directory: path.join(folder, 'elasticsearch'), archives: archives() })
  })
  afterAll(() => node.remove())

  test('killed and started again, has its address and every acknowledged document', async () => {
    for (const id of [1, 2, 3]) expect((await askElasticsearch(node.access, 'PUT', `/kept/_doc/${id}`, { id })).status).toBe(201)
    await node.kill()
    await expect(fetch(node.url)).rejects.toThrow('fetch failed')
    await node.start()
    await node.waitReady()
    expect(await countDocuments(node.access, 'kept')).toBe(3)
    expect(await countDocuments(node.access, 'never-made')).toBe(0)
  })
})

describe.skipIf(!provided.ok)('an engine that belongs to a program', () => {
  test('dies with it, even when that is killed', async () => {
    const script = fileURLToPath(new URL('../support/engines-owner.ts', import.meta.url))
    const owner = spawn(process.execPath, [script, path.join(folder, 'owned')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const engine = JSON.parse(await firstLine(owner)) as ProcessIdentity
    expect(isRunning(engine)).toBe(true)
    owner.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(engine)).toBe(false), patience)
  })
})

describe.skipIf(!provided.ok)('npm run engines', () => {
  const cache = path.join(folder, 'cache')
  const engines = (...args: string[]): ReturnType<typeof wanglouEngines> => wanglouEngines(cache, ...args)
  const statusOf = async (): Promise<EngineStatus[]> =>
    (JSON.parse((await engines('status', '--json')).stdout) as { engines: EngineStatus[] }).engines
  let first: EngineStatus[]

  beforeAll(async () => {
    mkdirSync(cache)
    symlinkSync(path.join(enginesCache(), 'archives'), path.join(cache, 'archives'))
    const { code, stderr } = await engines('start')
    if (code !== 0) throw new Error(stderr)
    first = await statusOf()
  })
  afterAll(() => engines('stop', '--wipe'))

  test('start brings both up and prints where they are', async () => {
    const { code, stdout } = await engines('status')
    const [kafka, elasticsearch] = first
    expect(code).toBe(0)
    expect(stdout).toBe(`WANGLOU_KAFKA_BROKERS=${kafka?.address}\nWANGLOU_ELASTICSEARCH_NODES=${elasticsearch?.address}\n`)
    expect(runningEngines(cache)).toEqual({ brokers: [kafka?.address], nodes: [elasticsearch?.address] })
    expect(await nodesInService(portOf(kafka?.address))).toEqual([1])
  })

  test('start again leaves them alone, and refuses another number of brokers', async () => {
    expect((await engines('start')).code).toBe(0)
    expect(await statusOf()).toEqual(first)
    const { code, stderr } = await engines('start', '--brokers', '3')
    expect(code).toBe(2)
    expect(stderr).toContain('正在运行的 Kafka 是 1 个节点')
    expect(await statusOf()).toEqual(first)
  })

  test('without the record of what was started, status and stop go by what runs', async () => {
    rmSync(path.join(cache, 'state.json'))
    expect(await statusOf()).toEqual(first)
    expect((await engines('start')).code).toBe(0)
    expect(await statusOf()).toEqual(first)
  })

  test('after a kill, status tells which, and start brings that one back where it was', async () => {
    const [kafka, elasticsearch] = first
    process.kill(kafka?.pid ?? 0, 'SIGKILL')
    await vi.waitFor(() => expect(runningEngines(cache)).toBeNull(), patience)
    expect((await engines('status')).code).toBe(3)
    expect(await statusOf()).toEqual([{ ...kafka, pid: null }, elasticsearch])
    expect((await engines('start')).code).toBe(0)
    const [again, same] = await statusOf()
    expect(same).toEqual(elasticsearch)
    expect(again).toEqual({ ...kafka, pid: expect.any(Number) as number })
    expect(again?.pid).not.toBe(kafka?.pid)
  })

  test('stop ends its own processes and no other that was given their number', async () => {
    const before = (await statusOf()).map(({ pid }) => identityOf(pid ?? 0))
    const state = readState(cache)
    const bystander = spawn('sleep', ['600'], { stdio: 'ignore' })
    const identityFile = state?.kafka[0]?.identityFile ?? ''
    const recorded = readFileSync(identityFile, 'utf8')

    writeFileSync(identityFile, JSON.stringify({ ...(JSON.parse(recorded) as ProcessIdentity), pid: bystander.pid }))
    const { stderr } = await engines('stop')
    expect(stderr).toBe('已停止：Elasticsearch\n')
    expect(identityOf(bystander.pid ?? 0)).not.toBeNull()
    bystander.kill()
    expect(before[0] !== null && before[0] !== undefined && isRunning(before[0])).toBe(true)

    writeFileSync(identityFile, recorded)
    expect((await engines('start')).code).toBe(0)
    const last = (await statusOf()).map(({ pid }) => identityOf(pid ?? 0))
    expect(last).not.toContain(null)
    expect((await engines('stop')).stderr).toBe('已停止：Kafka 1、Elasticsearch\n')
    expect(last.filter((identity) => identity !== null && isRunning(identity))).toEqual([])
    expect((await engines('status')).code).toBe(3)
    expect(runningEngines(cache)).toBeNull()
  })

  test('stop --wipe leaves no data', async () => {
    expect(existsSync(path.join(cache, 'run', 'kafka-1', 'node-1', 'data'))).toBe(true)
    expect((await engines('stop', '--wipe')).code).toBe(0)
    expect(readdirSync(cache)).toEqual(['archives'])
  })

  test('takes 1 or 3 brokers', async () => {
    expect(await engines('start', '--brokers', '2')).toMatchObject({ code: 2, stderr: expect.stringContaining('--brokers 只能是 1 或 3') as string })
  })
})

describe.skipIf(!provided.ok)('archives that are not there yet', () => {
  test('need Maven; without it the reason is said and nothing is left behind', async () => {
    const bare = path.join(folder, 'bare')
    mkdirSync(path.join(bare, 'bin'), { recursive: true })
    symlinkSync('/usr/bin/id', path.join(bare, 'bin', 'id'))
    vi.stubEnv('PATH', path.join(bare, 'bin'))
    try {
      const told = await provideArchives(path.join(bare, 'cache'))
      expect(told).toMatchObject({ ok: false, reason: expect.stringMatching(/Maven|Java/) as string })
    } finally {
      vi.unstubAllEnvs()
    }
    expect(readdirSync(path.join(bare, 'cache', 'archives'))).toEqual([])
  })
})

function portOf(address: string | undefined): number {
  return Number(address?.split(':')[1])
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return chunk.toString('utf8').split('\n')[0] ?? ''
}
