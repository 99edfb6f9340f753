import { Client } from '@elastic/elasticsearch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { describeElasticsearch } from '../../adapters/elasticsearch/describe.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { freshPlace } from '../contract/place.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'

describe.skipIf(elasticsearchNodes.length === 0)('what is found on an Elasticsearch', () => {
  test('is the cluster, its nodes and versions, and our indices with what they hold', async () => {
    const { made, client } = await place()
    const stores = await made.open()
    await stores.crawl.setCursor('s', 'a', '1')
    await stores.crawl.setCursor('s', 'b', '2')
    await stores.close()
    const index = `${made.options.prefix}-crawl-cursors-v1`
    await client.indices.refresh({ index })
    await client.indices.addBlock({ index, block: 'write' })

    const report = await describeElasticsearch(made.options)
    expect(report.clientVersion).toMatch(/^9\./)
    expect(report.nodes.length).toBeGreaterThan(0)
    for (const node of report.nodes) expect(node).toMatchObject({ fits: true, diskFreeBytes: expect.any(Number) })
    expect(report.watermarks.floodStage).not.toBeNull()
    expect(report.aliases).toEqual([
      {
        alias: `${made.options.prefix}-crawl-cursors`,
        version: 1,
        indices: [{ name: index, version: 1, isRead: true, block: 'write', fault: null, documents: 2, storeBytes: expect.any(Number) }]
      }
    ])
  })

  test('is removed by name, and nothing of a prefix that begins alike', async () => {
    const { made, client } = await place()
    const neighbour = await freshPlace(() => elasticsearchPlace({ prefix: `${made.options.prefix}-x` }))
    for (const one of [made, neighbour]) {
      const stores = await one.open()
      await stores.leases.acquire('sweep', 'a', 0, 1000)
      await stores.close()
    }
    await removeIndices(made.options)

    const left = Object.keys(await client.indices.get({ index: `${made.options.prefix}-*` }))
    expect(left).toEqual([`${made.options.prefix}-x-leases-v1`])
    const { index_templates: templates } = await client.indices.getIndexTemplate({ name: `${made.options.prefix}-*` })
    expect(templates.every(({ name }) => name.startsWith(`${made.options.prefix}-x-`))).toBe(true)
  })
})

async function place() {
  const made = await elasticsearchPlace()
  const client = new Client({ node: elasticsearchNodes[0] ?? '' })
  onTestFinished(async () => {
    await made.remove()
    await client.close()
  })
  return { made, client }
}
