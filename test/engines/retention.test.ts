import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { removeTopics } from '../../adapters/kafka/event-log.ts'
import { clusterOptions } from '../../cluster.ts'
import type { Stores } from '../../core/ports.ts'
import { openCluster } from '../../engine.ts'
import { loadProductConfig } from '../../system.ts'
import { clusterDesk } from '../support/cluster-desk.ts'
import { jsonLines, wanglou } from '../support/command-line.ts'
import { mentionId, observation } from '../support/contract-mentions.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'
import { kafkaBrokers } from '../support/kafka-place.ts'
import { silent } from '../support/running-system.ts'

describe.skipIf(kafkaBrokers.length === 0)('retention', () => {
  test('drops the indices that ended before a day, after saying which, and writes it down', async () => {
    const { stores, run, name } = await cluster()
    await store(stores, { jan: '2024-01-15 10:00', feb: '2024-02-15 10:00', march: '2024-03-15 10:00' })
    const lines = [`${name}-mentions-v2-2024.01\t2024.01\t1 条`, `${name}-mentions-v2-2024.02\t2024.02\t1 条`]

    const trial = await run('--before', '2024-03-20', '--dry-run')
    expect([trial.code, trial.stdout.trim().split('\n')]).toEqual([0, lines])
    expect(await stores.mentions.count()).toBe(3)

    const done = await run('--before', '2024-03-20')
    expect([done.code, done.stdout.trim().split('\n')]).toEqual([0, lines])
    expect(await stores.mentions.count()).toBe(1)
    expect(await stores.mentions.get(mentionId('march'))).not.toBeNull()
    expect(await stores.audit.read(0, 10)).toMatchObject([{ action: 'drop-mentions', subject: '2024.01 2024.02' }])

    const again = await run('--before', '2024-03-20')
    expect([again.code, again.stdout]).toEqual([0, ''])
    expect(await stores.audit.read(0, 10)).toHaveLength(1)
  })

  test('keeps so many days', async () => {
    const { stores, run } = await cluster()
    const today = new Date().toISOString().slice(0, 10)
    await store(stores, { old: '2024-01-15 10:00', today: `${today} 10:00` })
    const done = await run('--keep-days', '62', '--json')
    expect([done.code, jsonLines(done.stdout)]).toMatchObject([0, [{ period: '2024.01', mentions: 1, openIncidents: [] }]])
    expect(await stores.mentions.get(mentionId('today'))).not.toBeNull()
  })

  test('refuses while an open incident has mentions there, its own or of one merged into it, unless it is forced', async () => {
    const { stores, run } = await cluster()
    await store(stores, { own: '2024-01-15 10:00', merged: '2024-02-15 10:00', closed: '2024-03-15 10:00', free: '2024-04-15 10:00' })
    const opening = openingOf('II', [anchor('detected', at('08:00'))])
    const absorbing = document([...opening, { type: 'absorbed', incidentId: 'swallowed', reason: '同一件事' }], at('08:00'))
    await stores.incidents.put({ ...absorbing, id: 'open' }, 0)
    await stores.incidents.put({ ...document([...opening, { type: 'closed', reason: '已办结' }], at('08:00')), id: 'done' }, 0)
    await stores.mentions.assign([
      { id: mentionId('own'), incidentId: 'open' },
      { id: mentionId('merged'), incidentId: 'swallowed' },
      { id: mentionId('closed'), incidentId: 'done' }
    ])

    const refused = await run('--before', '2024-05-02')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/2024\.01：open；.*2024\.02：open）/)
    expect(await stores.mentions.count()).toBe(4)
    expect(await stores.audit.read(0, 10)).toEqual([])

    expect((await run('--before', '2024-05-02', '--force')).code).toBe(0)
    expect(await stores.mentions.count()).toBe(0)
    expect((await stores.audit.read(0, 10))[0]?.detail).toContain('forced')
    expect(await stores.incidents.get('open')).not.toBeNull()
  })
})

async function cluster() {
  const desk = await clusterDesk({ elasticsearch: { replicas: 0 } })
  const options = clusterOptions((await loadProductConfig(desk.config)).cluster, process.env, 'wanglou-test')
  const stores = await openCluster(options, { clock: systemClock, logger: silent })
  onTestFinished(async () => {
    await stores.close()
    await removeTopics(options.kafka, { logger: silent })
    await removeIndices(options.elasticsearch)
    await desk.remove()
  })
  return { stores, name: desk.name, run: (...args: string[]) => wanglou('retention', '--config', desk.config, ...args) }
}

async function store({ mentions }: Stores, seen: Readonly<Record<string, string>>): Promise<void> {
  await mentions.putMany(Object.entries(seen).map(([id, observed]) => observation({ id, observed })))
}
