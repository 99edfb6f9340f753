import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { provideArchives } from '../../tools/engines/archives.ts'
import { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'
import { clusterDesk, StartedProcess, type ClusterDesk } from '../support/cluster-desk.ts'
import { kafkaBrokers } from '../support/kafka-place.ts'

const patience = { timeout: 120_000, interval: 50 }
const nobody = '127.0.0.1:9'

describe.skipIf(kafkaBrokers.length === 0)('start --engine cluster', () => {
  test('without a broker says which address and why, tries again, and starts as soon as one is there', async () => {
    const broker = await closedBroker()
    const desk = await freshDesk({})
    const started = start(desk, ['alerting'], { WANGLOU_KAFKA_BROKERS: broker.brokers.join(',') })
    await expect.poll(() => started.said, patience).toMatch(/\d+(\.\d+)? 秒后再试/)
    expect(started.said).toContain(broker.brokers[0])
    expect(started.said).toContain('ECONNREFUSED')
    expect(started.said).not.toContain('已启动')

    await broker.start()
    await broker.waitReady()
    const readyAt = performance.now()
    await expect.poll(() => started.said, patience).toContain('已启动')
    expect(performance.now() - readyAt).toBeLessThan(10_000)
    expect(await started.stop()).toBe(0)
  })

  test('without an Elasticsearch says which address, and goes on trying', async () => {
    const desk = await freshDesk({})
    const started = start(desk, ['alerting'], { WANGLOU_ELASTICSEARCH_NODES: `http://${nobody}` })
    await expect.poll(() => started.said.match(/秒后再试/g)?.length ?? 0, patience).toBeGreaterThan(1)
    expect(started.said).toContain(nobody)
    expect(started.child.exitCode).toBeNull()
    expect(await started.stop()).toBe(0)
  })

  test('with a wrong password ends with 3 and the reason', async () => {
    const broker = await closedBroker({ sasl: { username: 'wanglou', password: 'right-one' } })
    await broker.start()
    await broker.waitReady()
    const desk = await freshDesk({
      kafka: { sasl: { mechanism: 'scram-sha-256', username: 'wanglou', passwordEnv: 'TEST_KAFKA_PASSWORD' } }
    })
    const env = { WANGLOU_KAFKA_BROKERS: broker.securedBrokers.join(',') }
    const refused = start(desk, ['alerting'], { ...env, TEST_KAFKA_PASSWORD: 'wrong-one' })
    expect([await refused.ended, refused.said]).toEqual([3, expect.stringContaining('authentication failed') as string])
    expect(refused.said).not.toContain('wrong-one')

    const admitted = start(desk, ['alerting'], { ...env, TEST_KAFKA_PASSWORD: 'right-one' })
    await expect.poll(() => admitted.said, patience).toContain('已启动')
    expect(await admitted.stop()).toBe(0)
  })

  test('with no address at all says where one is written, and ends with 2', async () => {
    const desk = await freshDesk({})
    const cache = await mkdtemp(path.join(tmpdir(), 'wanglou-no-engines-'))
    const lost = start(desk, ['alerting'], { WANGLOU_KAFKA_BROKERS: '', WANGLOU_ENGINES_CACHE: cache })
    expect([await lost.ended, lost.said]).toEqual([2, expect.stringContaining('cluster.kafka.brokers') as string])
  })
})

async function freshDesk(cluster: Parameters<typeof clusterDesk>[0]): Promise<ClusterDesk> {
  const desk = await clusterDesk(cluster)
  onTestFinished(() => desk.remove())
  return desk
}

function start(desk: ClusterDesk, roles: readonly string[], env: Readonly<Record<string, string>>): StartedProcess {
  const started = new StartedProcess(['--engine', 'cluster', '--config', desk.config, '--roles', roles.join(',')], env)
  onTestFinished(async () => {
    await started.stop()
  })
  return started
}

/** A broker whose address is known before it runs. */
async function closedBroker(secured?: Parameters<typeof KafkaCluster.open>[0]['secured']): Promise<KafkaCluster> {
  const provided = await provideArchives()
  if (!provided.ok) throw new Error(provided.reason)
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-late-broker-'))
  const broker = await KafkaCluster.open({ archives: provided.archives, directory, ...(secured === undefined ? {} : { secured }) })
  onTestFinished(() => broker.remove())
  return broker
}
