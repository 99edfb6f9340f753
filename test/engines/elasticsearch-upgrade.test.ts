import { Client } from '@elastic/elasticsearch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { Documents } from '../../adapters/elasticsearch/documents.ts'
import { NewerIndexError, StoreOverloadedError, StoreRefusedError } from '../../adapters/elasticsearch/errors.ts'
import { incidentKind } from '../../adapters/elasticsearch/incidents.ts'
import { templateOf, type IndexKind } from '../../adapters/elasticsearch/index-kind.ts'
import { openElasticsearch, type StoreDeps } from '../../adapters/elasticsearch/open.ts'
import { putTemplates } from '../../adapters/elasticsearch/templates.ts'
import { upgradeIndex } from '../../adapters/elasticsearch/upgrade-index.ts'
import { strongRandom } from '../../adapters/hash.ts'
import { elasticsearchNodes, elasticsearchPlace, silent } from '../support/elasticsearch-place.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'

/** The kind as it is, and as it might be in two versions from now. */
const old: IndexKind = { ...incidentKind, version: 1 }
const renewed: IndexKind = {
  ...incidentKind,
  version: 3,
  properties: { ...incidentKind.properties, title: { type: 'keyword' } },
  upgrade: (stored, fromVersion) => ({ ...stored, title: `从第${fromVersion}版来` })
}

describe.skipIf(elasticsearchNodes.length === 0)('upgrade of an index on Elasticsearch', () => {
  test('copies every document in its new form and points the alias to the new index', async () => {
    const { deps, client, prefix } = await place()
    await fill(deps, 1500)
    await upgradeIndex(deps, renewed)

    expect(Object.keys(await client.indices.getAlias({ name: `${prefix}-incidents` }))).toEqual([`${prefix}-incidents-v3`])
    expect((await client.count({ index: `${prefix}-incidents` })).count).toBe(1500)
    const found = await new Documents<Record<string, unknown>>(deps, renewed).get('incident-7')
    expect(found?.source).toEqual({ ...sourceOf(7), title: '从第1版来' })
    expect((await client.count({ index: `${prefix}-incidents-v1` })).count).toBe(1500)
  })

  test('refuses writes to the old index meanwhile and afterwards, as what may be tried again', async () => {
    const { deps } = await place()
    await fill(deps, 10)
    const writer = new Documents(deps, old)
    await upgradeIndex(deps, renewed)
    await expect(writer.put('incident-1', sourceOf(1))).rejects.toThrow(StoreOverloadedError)
  })

  test('goes on where a process died', async () => {
    const { deps, client, prefix } = await place()
    await fill(deps, 50)
    await copyOne(deps)
    await client.indices.addBlock({ index: `${prefix}-incidents-v1`, block: 'write' })
    await upgradeIndex(deps, renewed)

    expect((await client.count({ index: `${prefix}-incidents` })).count).toBe(50)
    const found = await new Documents<Record<string, unknown>>(deps, renewed).get('incident-7')
    expect(found?.source['title']).toBe('已复制')
  })

  test('begins again where the old index was written to since', async () => {
    const { deps, client, prefix } = await place()
    await fill(deps, 50)
    await copyOne(deps)
    await upgradeIndex(deps, renewed)
    expect((await client.count({ index: `${prefix}-incidents` })).count).toBe(50)
    const found = await new Documents<Record<string, unknown>>(deps, renewed).get('incident-7')
    expect(found?.source['title']).toBe('从第1版来')
  })

  test('is done by one of many processes, and waited for by the others', async () => {
    const warned: string[] = []
    const { deps, client, prefix } = await place()
    await fill(deps, 300)
    const logger = { ...silent, warn: (_: unknown, message: string) => void warned.push(message) }
    await Promise.all(Array.from({ length: 3 }, () => upgradeIndex({ ...deps, logger }, renewed)))
    expect(warned).toHaveLength(1)
    expect((await client.count({ index: `${prefix}-incidents` })).count).toBe(300)
  })

  test('leaves everything to the older version when a document does not fit', async () => {
    const { deps, client, prefix } = await place()
    await fill(deps, 5)
    const wrong: IndexKind = { ...renewed, upgrade: (stored) => ({ ...stored, unheardOf: true }) }
    await expect(upgradeIndex(deps, wrong)).rejects.toThrow(StoreRefusedError)
    expect(Object.keys(await client.indices.getAlias({ name: `${prefix}-incidents` }))).toEqual([`${prefix}-incidents-v1`])
    await new Documents(deps, old).put('incident-5', sourceOf(5))
    await upgradeIndex(deps, renewed)
    expect((await client.count({ index: `${prefix}-incidents` })).count).toBe(6)
  })

  test('comes with opening: the stores find what an older version wrote', async () => {
    const { deps, client, prefix } = await place()
    const stored = document(openingOf('II', [anchor('occurred', at('08:00'), 'person')]), at('08:00'))
    const { template } = templateOf(deps.options, incidentKind)
    await client.indices.create({ index: `${prefix}-incidents-v0`, mappings: template?.mappings ?? {}, aliases: { [`${prefix}-incidents`]: {} } })
    const source = { ...sourceOf(0), id: stored.id, version: stored.version, document: JSON.stringify(stored) }
    await client.index({ index: `${prefix}-incidents-v0`, id: stored.id, document: source })
    const stores = await Promise.all([deps, deps].map(({ options }) => openElasticsearch(options, deps)))
    onTestFinished(async () => void (await Promise.all(stores.map((one) => one.close()))))

    for (const { incidents } of stores) expect(await incidents.get(stored.id)).toEqual(stored)
    expect(await stores[0]?.incidents.openIds()).toEqual([stored.id])
  })

  test('never goes back: an older version says that a newer one was here', async () => {
    const { deps } = await place()
    await fill(deps, 1)
    await upgradeIndex(deps, renewed)
    await putTemplates(deps, [renewed])
    await expect(openElasticsearch(deps.options, deps)).rejects.toThrow(NewerIndexError)
    await expect(putTemplates(deps, [old])).rejects.toThrow(NewerIndexError)
  })

  test('makes no index for an older version that writes where there was none yet', async () => {
    const { deps } = await place()
    await putTemplates(deps, [old])
    const writer = new Documents(deps, old)
    await putTemplates(deps, [renewed])
    await expect(writer.put('incident-1', sourceOf(1))).rejects.toThrow(StoreRefusedError)
  })

  test('adds a new field to an index of the same version', async () => {
    const { deps } = await place()
    await fill(deps, 1)
    const wider: IndexKind = { ...old, properties: { ...old.properties, title: { type: 'keyword' } } }
    await putTemplates(deps, [wider])
    const documents = new Documents<Record<string, unknown>>(deps, wider)
    await documents.put('incident-9', { ...sourceOf(9), title: '新字段' })
    expect((await documents.get('incident-9'))?.source['title']).toBe('新字段')
  })
})

async function place() {
  const made = await elasticsearchPlace()
  const client = new Client({ node: elasticsearchNodes[0] ?? '' })
  onTestFinished(async () => {
    await made.remove()
    await client.close()
  })
  const deps: StoreDeps = { client, options: made.options, clock: systemClock, random: strongRandom, logger: silent }
  return { deps, client, prefix: made.options.prefix }
}

/** An index of the old version, as an old program left it. */
async function fill(deps: StoreDeps, count: number): Promise<void> {
  await putTemplates(deps, [old])
  const index = `${deps.options.prefix}-incidents-v1`
  const operations = Array.from({ length: count }, (_, n) => [{ create: { _index: index, _id: `incident-${n}` } }, sourceOf(n)]).flat()
  const { errors } = await deps.client.bulk({ operations })
  expect(errors).toBe(false)
}

/** As a process that died left the new index. */
async function copyOne({ client, options }: StoreDeps): Promise<void> {
  const index = `${options.prefix}-incidents-v3`
  const { template } = templateOf(options, renewed)
  await client.indices.create({ index, mappings: template?.mappings ?? {} })
  await client.index({ index, id: 'incident-7', document: { ...sourceOf(7), title: '已复制' } })
}

function sourceOf(n: number): Record<string, unknown> {
  return { id: `incident-${n}`, version: 1, status: 'open', grade: 'II', severity: 3, nextDueAt: null, openedAt: at('08:00'), document: '{}' }
}
