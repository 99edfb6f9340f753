import { describe, expect, test } from 'vitest'
import { createClient } from '../../adapters/elasticsearch/client.ts'
import { incidentKind } from '../../adapters/elasticsearch/incidents.ts'
import { indexOf } from '../../adapters/elasticsearch/index-kind.ts'
import { freshPlace } from '../contract/place.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'

describe.skipIf(elasticsearchNodes.length === 0)('on the server of WANGLOU_ELASTICSEARCH_NODES', () => {
  test('an incident that an older program wrote counts as due until its moment is noted', async () => {
    const place = await elasticsearchPlace()
    const { incidents } = await (await freshPlace(() => Promise.resolve(place))).open()
    const old = document(openingOf('III', [anchor('occurred', at('08:00'), 'person')]), at('08:00'))
    await incidents.put(old, 0)
    expect(await incidents.dueIds(at('08:01'))).toEqual([])
    const client = createClient(place.options)
    const index = indexOf(place.options, incidentKind)
    const { _source: stored } = await client.get<Record<string, unknown>>({ index, id: old.id })
    const { lookAt, ...older } = stored ?? {}
    expect(lookAt).toBe(at('08:00', '2031-03-13'))
    await client.index({ index, id: old.id, document: older })
    await client.close()

    expect(await incidents.dueIds(at('08:01'))).toEqual([old.id])
    await incidents.noteLookAt(old)
    expect(await incidents.dueIds(at('08:01'))).toEqual([])
    expect(await incidents.get(old.id)).toEqual(old)
    await incidents.put({ ...old, version: 2 }, 1)
  })
})
