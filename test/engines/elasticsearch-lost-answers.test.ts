import { describe, expect, onTestFinished, test } from 'vitest'
import { sha256 } from '../../adapters/hash.ts'
import { ConflictError, UnreachableError } from '../../core/errors.ts'
import { update, type Change, type IncidentWriter } from '../../core/incident/update.ts'
import { freshPlace } from '../contract/place.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'
import { flakyElasticsearch, type Fate, type FlakyElasticsearch } from '../support/flaky-elasticsearch.ts'
import { anchor, at, document, officer, openingOf } from '../support/incidents.ts'
import { noticeOf } from '../support/notices.ts'

describe.skipIf(elasticsearchNodes.length === 0)('Elasticsearch that loses answers and refuses', () => {
  test('writes an audit entry once', async () => {
    const { flaky, stores } = await flakyStores()
    await stores.audit.append([entry('before')])
    const met = once(flaky, 'PUT', 'audit', 'lose-answer')
    await stores.audit.append([entry('a'), entry('b')])
    await stores.audit.append([entry('after')])
    expect(met()).toBe(true)
    expect((await stores.audit.read(0, 10)).map(({ subject }) => subject)).toEqual(['before', 'a', 'b', 'after'])
  })

  test('settles a notice once, and still refuses whoever is late', async () => {
    const { flaky, stores } = await flakyStores()
    await stores.notices.request([noticeOf('a')])
    const [claimed] = await stores.notices.claim({ holder: 'h', channels: ['email'], nowElapsedMs: 0, leaseMs: 10_000, limit: 1 })
    const met = once(flaky, 'PUT', 'notices', 'lose-answer')
    const outcome = { state: 'accepted', receipt: '250 OK', handedElapsedMs: 1, at: at('09:00') } as const
    await stores.notices.settle('a', claimed?.fence ?? 0, outcome)
    expect(met()).toBe(true)
    expect((await stores.notices.get('a'))?.state).toBe('accepted')
    await expect(stores.notices.settle('a', claimed?.fence ?? 0, outcome)).rejects.toThrow(ConflictError)
  })

  test('insists on settling what was sent while the server has too much to do', async () => {
    const { flaky, stores } = await flakyStores()
    await stores.notices.request([noticeOf('a')])
    const [claimed] = await stores.notices.claim({ holder: 'h', channels: ['email'], nowElapsedMs: 0, leaseMs: 10_000, limit: 1 })
    let refused = 0
    flaky.fate = () => (refused++ < 5 ? 'refuse-429' : 'pass')
    await stores.notices.settle('a', claimed?.fence ?? 0, { state: 'accepted', receipt: '250 OK', handedElapsedMs: 1, at: at('09:00') })
    expect(refused).toBeGreaterThan(5)
    expect((await stores.notices.get('a'))?.state).toBe('accepted')
  })

  test('puts a cause on a timeline once, when whoever wrote it tries again', async () => {
    const { flaky, stores } = await flakyStores()
    const opened = document(openingOf('II', [anchor('occurred', at('08:00'), 'person')]), at('08:00'))
    const writer: IncidentWriter = { store: stores.incidents, sha256, announce: async () => undefined }
    await stores.incidents.put(opened, 0)
    const change: Change = { at: at('09:00'), actor: officer, cause: 'command-1' }
    const tell = () => update(writer, opened.id, change, () => [{ type: 'noted', text: '已电话核实' }])
    const met = once(flaky, 'PUT', 'incidents', 'lose-answer')
    await expect(tell()).rejects.toThrow(UnreachableError)
    expect(met()).toBe(true)
    const after = await tell()

    expect(after.version).toBe(opened.version + 1)
    expect(after.events).toHaveLength(opened.events.length + 1)
    expect(await stores.incidents.get(opened.id)).toEqual(after)
  })

  test('gives a lease to its holder again under the same fence', async () => {
    const { flaky, stores } = await flakyStores()
    const met = once(flaky, 'PUT', 'leases', 'lose-answer')
    await expect(stores.leases.acquire('sweep', 'a', 0, 1000)).rejects.toThrow(UnreachableError)
    expect(met()).toBe(true)
    expect(await stores.leases.acquire('sweep', 'b', 1, 1000)).toBeNull()
    expect(await stores.leases.acquire('sweep', 'a', 1, 1000)).toEqual({ fence: 1 })
  })
})

async function flakyStores() {
  const flaky = await flakyElasticsearch(elasticsearchNodes[0] ?? '')
  onTestFinished(() => flaky.close())
  const place = await freshPlace(() => elasticsearchPlace({ nodes: [flaky.node] }))
  return { flaky, stores: await place.open() }
}

/** The next such request meets its fate. Returns whether it came. */
function once(flaky: FlakyElasticsearch, method: string, kind: string, fate: Fate): () => boolean {
  let met = false
  flaky.fate = (itsMethod, path) => {
    if (met || itsMethod !== method || !path.includes(`-${kind}-v`)) return 'pass'
    met = true
    return fate
  }
  return () => met
}

function entry(subject: string) {
  return { at: at('08:00'), actor: officer, action: '办理', subject, detail: '' }
}
