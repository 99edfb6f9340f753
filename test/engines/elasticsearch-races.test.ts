import { describe, expect, test } from 'vitest'
import { verifyChains } from '../../core/audit/verify-chains.ts'
import type { Account, Accounts, AuditLog, NoticeStore } from '../../core/ports.ts'
import { sha256 } from '../../adapters/hash.ts'
import { freshPlace } from '../contract/place.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'
import { at, officer } from '../support/incidents.ts'
import { noneReached, noticeOf } from '../support/notices.ts'
import { seededRandom } from '../support/seeded-random.ts'

describe.skipIf(elasticsearchNodes.length === 0)('two processes on one Elasticsearch', () => {
  test('hand out each of 500 notices once', { timeout: 120_000 }, async () => {
    const place = await freshPlace(elasticsearchPlace)
    const [one, other] = [await place.open(), await place.open()]
    const ids = Array.from({ length: 500 }, (_, index) => `notice-${index}`)
    const made = await Promise.all([one, other].map(({ notices }) => notices.request(ids.map(noticeOf))))
    const lanes = [one, one, other, other].map(({ notices }, index) => sendAll(notices, `holder-${index}`))
    const sent = (await Promise.all(lanes)).flat()

    expect(made.flat().toSorted()).toEqual(ids.toSorted())
    expect(sent).toHaveLength(500)
    expect(new Set(sent).size).toBe(500)
    expect(await one.notices.counts()).toEqual({ ...noneReached, requested: 500, accepted: 500 })
    const rows = await other.notices.list({ limit: 1000 })
    expect(rows.every(({ attempts }) => attempts === 1)).toBe(true)
  })

  test('write one audit chain, 200 entries each at the same time', { timeout: 120_000 }, async () => {
    const place = await freshPlace(elasticsearchPlace)
    const [one, other] = [await place.open(), await place.open()]
    await Promise.all([appendOneByOne(one.audit, 'one', 100), appendOneByOne(one.audit, 'one-more', 100), appendOneByOne(other.audit, 'other', 200)])

    const verdict = await verifyChains(one, sha256)
    expect(verdict.faults).toEqual([])
    expect(verdict.auditEntries).toBe(400)
    const subjects = (await other.audit.read(0, 1000)).map(({ subject }) => subject)
    expect(new Set(subjects).size).toBe(400)
  })

  test('queue a page for one of those who found it', async () => {
    const place = await freshPlace(elasticsearchPlace)
    const [one, other] = [await place.open(), await place.open()]
    const items = Array.from({ length: 100 }, (_, index) => ({ key: `k${index}`, url: `https://portal.example/${index}`, hint: '{}', tries: 0 }))
    const added = await Promise.all([one.crawl.enqueue('s', items), other.crawl.enqueue('s', items.toReversed())])
    expect(
      added
        .flat()
        .map(({ key }) => key)
        .toSorted()
    ).toEqual(items.map(({ key }) => key).toSorted())
  })

  test('count every try of a page that both postpone', async () => {
    const place = await freshPlace(elasticsearchPlace)
    const [one, other] = [await place.open(), await place.open()]
    await one.crawl.enqueue('s', [{ key: 'a', url: 'https://portal.example/a', hint: '{}', tries: 0 }])
    await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : other).crawl.postpone('s', 'a', 0)))
    expect((await other.crawl.pending('s', 0, 1))[0]?.tries).toBe(10)
  })

  test('know a fresh lease as such though their clocks differ', async () => {
    const place = await freshPlace(elasticsearchPlace)
    const [ahead, behind] = [await place.open(), await place.open()]
    const now = 1_000_000
    await ahead.leases.acquire('sweep', 'a', now + 5000, 30_000)
    expect(await behind.leases.acquire('sweep', 'b', now, 30_000)).toBeNull()
    await ahead.notices.request([noticeOf('a')])
    const claim = { channels: ['email'], leaseMs: 30_000, limit: 1 }
    await ahead.notices.claim({ ...claim, holder: 'a', nowElapsedMs: now + 5000 })
    expect(await behind.notices.claim({ ...claim, holder: 'b', nowElapsedMs: now })).toEqual([])
  })

  test('free what was leased before a clock was set back', async () => {
    const { leases, notices } = await (await freshPlace(elasticsearchPlace)).open()
    await leases.acquire('sweep', 'a', 10_000_000, 30_000)
    expect((await leases.acquire('sweep', 'b', 1_000_000, 30_000))?.fence).toBe(2)
    await notices.request([noticeOf('a')])
    const claim = { channels: ['email'], leaseMs: 30_000, limit: 1 }
    await notices.claim({ ...claim, holder: 'a', nowElapsedMs: 10_000_000 })
    expect(await notices.claim({ ...claim, holder: 'b', nowElapsedMs: 1_000_000 })).toHaveLength(1)
  })

  test('give a login name to one of many, and each account a name that finds it', { timeout: 120_000 }, async () => {
    const place = await freshPlace(elasticsearchPlace)
    const [one, other] = [await place.open(), await place.open()]
    const seed = Math.floor(performance.timeOrigin) % 1_000_000
    const random = seededRandom(seed)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
    for (let round = 0; round < 15; round++) {
      const puts = Array.from({ length: 8 }, () =>
        pick([one, other])
          .accounts.put(account(pick(['1', '2', '3', '4']), pick(['a', 'b', 'c'])))
          .catch((error: unknown) => String(error))
      )
      const refused = (await Promise.all(puts)).filter((outcome) => typeof outcome === 'string' && !outcome.includes('已被使用'))
      expect({ seed, round, refused, faults: await nameFaults(one.accounts) }).toEqual({ seed, round, refused: [], faults: [] })
    }
  })
})

/** Claims and delivers until nothing is due. */
async function sendAll(notices: NoticeStore, holder: string): Promise<string[]> {
  const sent: string[] = []
  for (;;) {
    const claimed = await notices.claim({ holder, channels: ['email'], nowElapsedMs: 0, leaseMs: 30_000, limit: 8 })
    if (claimed.length === 0) return sent
    sent.push(...claimed.map(({ row }) => row.notice.id))
    const outcome = { state: 'accepted', receipt: holder, handedElapsedMs: 1, at: at('09:00') } as const
    await Promise.all(claimed.map(({ row, fence }) => notices.settle(row.notice.id, fence, outcome)))
  }
}

async function appendOneByOne(audit: AuditLog, name: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await audit.append([{ at: at('08:00'), actor: officer, action: '办理', subject: `${name}-${index}`, detail: '' }])
  }
}

/** Accounts that their own login name does not find. */
async function nameFaults(accounts: Accounts): Promise<string[]> {
  const all = await accounts.list()
  const found = await Promise.all(all.map(({ login }) => accounts.byLogin(login)))
  return all.flatMap(({ id, login }, index) => (found[index]?.id === id ? [] : [`${login} finds ${found[index]?.id}, not ${id}`]))
}

function account(id: string, login: string): Account {
  return { id, login, name: '值班员', roles: ['duty-officer'], departmentId: null, passwordHash: null, disabled: false }
}
