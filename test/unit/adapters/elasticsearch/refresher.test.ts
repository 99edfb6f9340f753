import { expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../../../adapters/elasticsearch/client.ts'
import { Refresher } from '../../../../adapters/elasticsearch/refresher.ts'
import { cannedElasticsearch } from '../../../support/canned-elasticsearch.ts'

test('who comes while a refresh of this second runs waits for that one, and who wrote since for the next', async () => {
  let refreshes = 0
  const server = await cannedElasticsearch(() => {
    refreshes += 1
    return { status: 200, body: { _shards: { total: 1, successful: 1, failed: 0 } } }
  })
  onTestFinished(() => server.close())
  const client = createClient({ nodes: [server.node], auth: null, ca: null })
  onTestFinished(() => client.close())
  const refresher = new Refresher(client, 'test-mentions')

  const many = Array.from({ length: 10 }, () => refresher.refreshRecent())
  await Promise.all(many)
  expect(refreshes).toBe(1)

  refresher.wrote()
  const first = refresher.refreshRecent()
  refresher.wrote()
  await Promise.all([first, refresher.refreshRecent()])
  expect(refreshes).toBe(3)
})
