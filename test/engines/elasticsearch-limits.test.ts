import { Client } from '@elastic/elasticsearch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DamagedDataError, InvalidInputError } from '../../core/errors.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { freshPlace } from '../contract/place.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'

const about = { url: 'https://gov.example/notice', contentType: 'text/html', at: at('08:00') }

describe.skipIf(elasticsearchNodes.length === 0)('limits of the stores on Elasticsearch', () => {
  test('lists more open incidents than one search gives, most urgent first', { timeout: 180_000 }, async () => {
    const made = await elasticsearchPlace()
    const { incidents } = await (await freshPlace(async () => made)).open()
    const ids = Array.from({ length: 10_100 }, (_, index) => `incident-${String(index).padStart(5, '0')}`)
    await incidents.put(incident('incident-00000'), 0)
    await copyTo(`${made.options.prefix}-incidents-v1`, 'incident-00000', ids.slice(1))
    expect(await incidents.openIds()).toEqual(ids)
    expect((await incidents.list({ limit: 10_050 })).map(({ id }) => id)).toEqual(ids.slice(0, 10_050))
  })

  test('refuses evidence over the cap by its address, size and cap', async () => {
    const { evidence } = await (await freshPlace(() => elasticsearchPlace({ maxEvidenceBytes: 1000 }))).open()
    await evidence.put(new Uint8Array(1000), about)
    const tooLarge = evidence.put(new Uint8Array(1001), about)
    await expect(tooLarge).rejects.toThrow(InvalidInputError)
    await expect(tooLarge).rejects.toThrow(/gov\.example\/notice.*1001.*1000/)
  })

  test('tells when kept bytes are not those that were put', async () => {
    const made = await elasticsearchPlace()
    const { evidence } = await (await freshPlace(async () => made)).open()
    const key = await evidence.put(new TextEncoder().encode('情况通报'), about)
    const client = rawClient()
    const bytes = Buffer.from('别的').toString('base64')
    await client.update({ index: `${made.options.prefix}-evidence-v1`, id: key, doc: { bytes } })
    await expect(evidence.get(key)).rejects.toThrow(DamagedDataError)
  })
})

function rawClient(): Client {
  const client = new Client({ node: elasticsearchNodes[0] ?? '' })
  onTestFinished(() => client.close())
  return client
}

/** The same incident under many ids: ten thousand single writes take too long for a test. */
async function copyTo(index: string, from: string, ids: readonly string[]): Promise<void> {
  const client = rawClient()
  const { _source: source } = await client.get<Record<string, unknown>>({ index, id: from })
  for (let start = 0; start < ids.length; start += 2000) {
    const operations = ids
      .slice(start, start + 2000)
      .flatMap((id) => [{ create: { _index: index, _id: id } }, { ...source, id, document: JSON.stringify(incident(id)) }])
    const { errors } = await client.bulk({ operations })
    expect(errors).toBe(false)
  }
}

function incident(id: string): IncidentDocument {
  const opened = document(openingOf('II', [anchor('occurred', at('08:00'), 'person')]), at('08:00'))
  return { ...opened, id, state: { ...opened.state, id } }
}
