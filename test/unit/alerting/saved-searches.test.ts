import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { createSavedSearches, type SavedSearchesDeps } from '../../../alerting/saved-searches.ts'
import type { Actor } from '../../../core/actor.ts'
import { minuteMs } from '../../../core/instant.ts'
import type { NoticeRow } from '../../../core/notice.ts'
import type { Logger } from '../../../core/ports.ts'
import { addSearch, beginningNow, changeSearch, readWatch } from '../../../core/saved-search/search-book.ts'
import { SearchTerms, type SavedSearch } from '../../../core/saved-search/saved-search.ts'
import { contacts, ways } from '../../support/alerting-ladder.ts'
import { HandClock } from '../../support/api-app.ts'
import { observation, type MentionTraits } from '../../support/contract-mentions.ts'

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const by: Actor = { kind: 'person', id: 'p1', name: '甲', roles: [], departmentId: null }
let directory = ''
let clock: HandClock
let stores: Awaited<ReturnType<typeof openEmbedded>>

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wanglou-searches-'))
  clock = new HandClock()
  stores = await openEmbedded({ directory, clock, lock: true })
})
afterEach(async () => {
  await stores.close()
  await rm(directory, { recursive: true, force: true })
})

function watcher(more: Partial<SavedSearchesDeps> = {}) {
  const channels = Object.fromEntries(Object.entries(ways).map(([id, reach]) => [id, { reach }]))
  const deps = { ...stores, contacts, channels, clock, logger: silent, sha256, holder: 'one', drill: false, requested: () => undefined }
  return createSavedSearches({ ...deps, ...more })
}

async function save(more: Partial<SavedSearch> = {}): Promise<SavedSearch> {
  const at = clock.now()
  const search: SavedSearch = {
    id: 's1',
    version: 1,
    name: '园区异味',
    owner: { kind: 'person', id: 'p1', name: '甲' },
    terms: SearchTerms.parse({ q: '异味' }),
    alert: { count: 1, minutes: 10, quiet: [], posts: [{ contactId: 'desk', channel: 'mail' }] },
    paused: false,
    createdAt: at,
    createdBy: by,
    changedAt: at,
    changedBy: by,
    ...more
  }
  const begun = await beginningNow(stores.mentions, search)
  await addSearch(stores.crawl, begun, clock.elapsedMs())
  return begun
}

function come(...all: MentionTraits[]): Promise<unknown> {
  return stores.mentions.putMany(all.map((one) => observation({ title: '园区异味', ...one })))
}

/** A look a minute later. */
function look(of = watcher()): Promise<number> {
  clock.pass(minuteMs)
  return of.look()
}

/** In the order of channels, then of rounds. */
async function told(): Promise<readonly NoticeRow['notice'][]> {
  const rows = await stores.notices.list({ subjectId: 'saved-search:s1', limit: 100 })
  return rows.map(({ notice }) => notice).toSorted((a, b) => (a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : a.round - b.round))
}

describe('a saved search that alerts', () => {
  it('tells name, count, the first three titles and a link, to its owner and the chosen post', async () => {
    await come({ id: 'old' })
    await save()
    await look()
    await come(...['a', 'b', 'c', 'd'].map((id) => ({ id, title: `异味${id}` })), { id: 'other', title: '停水', text: '停水' })
    await look()
    const notices = await told()
    expect(notices.map(({ channel, recipient }) => [channel, recipient.contactId, recipient.address])).toEqual([
      ['dashboard', 'p1', null],
      ['mail', 'desk', 'desk@example.invalid']
    ])
    expect(notices[0]).toMatchObject({ title: '【检索提醒】园区异味：新增 4 条', link: `/mentions?q=${encodeURIComponent('异味')}`, grade: null })
    expect(notices[0]?.body).toContain('1. 异味a（临江论坛）\n2. 异味b（临江论坛）\n3. 异味c（临江论坛）\n其余 1 条')
  })

  it('tells nothing twice over looks, further observations and restarts, and leaves out nothing that came between', async () => {
    await save()
    await look()
    await come({ id: 'a' })
    await look()
    await come({ id: 'a', engagement: { likes: 9 }, observed: '2031-03-12 11:00' })
    await look(watcher({ holder: 'after-restart' }))
    await come({ id: 'b' })
    await stores.close()
    stores = await openEmbedded({ directory, clock, lock: true })
    await look(watcher({ holder: 'after-restart' }))
    await look(watcher({ holder: 'after-restart' }))
    expect((await told()).filter(({ channel }) => channel === 'mail').map(({ round, title }) => [round, title])).toEqual([
      [1, '【检索提醒】园区异味：新增 1 条'],
      [2, '【检索提醒】园区异味：新增 1 条']
    ])
  })

  it('tells once what a process had decided when it died before it could say it', async () => {
    await save()
    await look()
    await come({ id: 'a' })
    const dies = { request: () => Promise.reject(new Error('killed')) }
    expect(await look(watcher({ notices: dies }))).toBe(0)
    await come({ id: 'b' })
    await look()
    const mails = (await told()).filter(({ channel }) => channel === 'mail')
    expect(mails.map(({ round, title }) => [round, title])).toEqual([
      [1, '【检索提醒】园区异味：新增 1 条'],
      [2, '【检索提醒】园区异味：新增 1 条']
    ])
  })

  it('tells what came after it was saved, and before anybody looked', async () => {
    await come({ id: 'old' })
    await save()
    await come({ id: 'a' })
    await look()
    expect((await told()).filter(({ channel }) => channel === 'mail').map(({ title }) => title)).toEqual(['【检索提醒】园区异味：新增 1 条'])
  })

  it('looks in one process at a time', async () => {
    await save()
    const [one, other] = [watcher({ holder: 'one' }), watcher({ holder: 'other' })]
    await look(one)
    await come({ id: 'a' })
    clock.pass(minuteMs)
    await Promise.all([one.look(), other.look()])
    expect((await told()).filter(({ channel }) => channel === 'mail')).toHaveLength(1)
  })

  it('that is paused tells nothing of what came meanwhile', async () => {
    const search = await save()
    await look()
    await changeSearch(stores.crawl, search, { ...search, paused: true })
    await look()
    await come({ id: 'a' })
    await look()
    await changeSearch(stores.crawl, { ...search, version: 2 }, await beginningNow(stores.mentions, { ...search, paused: false }))
    await look()
    await come({ id: 'b' })
    await look()
    expect((await told()).filter(({ channel }) => channel === 'mail').map(({ round }) => round)).toEqual([1])
    expect((await readWatch(stores.crawl, 's1'))?.found).toBe(1)
  })

  it('tells the desk by its roles, and a department by its handlers', async () => {
    await save({ owner: { kind: 'department', id: 'safety', name: '安全处' }, alert: { count: 1, minutes: 1, quiet: [], posts: [] } })
    await look()
    await come({ id: 'a' })
    await look()
    expect((await told()).map(({ recipient: { role, departmentId } }) => [role, departmentId])).toEqual([['handler', 'safety']])
  })

  it('whose query fails holds up no other', async () => {
    await save()
    await save({ id: 's2', name: '另一项' })
    const { mentions } = stores
    let asked = 0
    const flaky = {
      arrived: (query: Parameters<typeof mentions.arrived>[0]) => (asked++ === 0 ? Promise.reject(new Error('away')) : mentions.arrived(query))
    }
    await look(watcher({ mentions: flaky }))
    expect([await readWatch(stores.crawl, 's1'), (await readWatch(stores.crawl, 's2'))?.rounds]).toEqual([null, 0])
  })
})
