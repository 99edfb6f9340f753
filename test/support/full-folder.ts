import { deadLettersOn } from '../../adapters/dead-letters.ts'
import { sha256 } from '../../adapters/hash.ts'
import type { Stores } from '../../core/ports.ts'
import type { AuditEntry, Topic } from '../../core/records.ts'
import { mentionId, observation, type MentionTraits } from './contract-mentions.ts'
import { anchor, at, document, officer, openingOf } from './incidents.ts'
import { noticeOf } from './notices.ts'
import { systemClock } from '../../adapters/clock.ts'

/** More than one page of everything that can be many. */
export const mentionCount = 1_300
const auditCount = 1_203
const frontierCount = 1_100
export const unassessedCount = 1_250
export const ungroupedCount = 620
const longId = '长'.repeat(200)
/** What its holder still knows when the folder is moved. */
export interface LeasedNotice {
  readonly id: string
  readonly fence: number
}

/** Fills a data folder with a thing of every kind and state, through the ports. */
export async function fill(stores: Stores): Promise<LeasedNotice> {
  await fillMentions(stores)
  await fillIncidents(stores)
  const leased = await fillNotices(stores)
  await fillAudit(stores)
  for (const text of ['一', '二', '三']) {
    await stores.evidence.put(Buffer.from(text.repeat(1000)), { url: `https://a.example/${text}`, contentType: 'text/html', at: at('09:00') })
  }
  await fillCrawlState(stores)
  await fillPeople(stores)
  await stores.leases.acquire('sweep', 'one', 0, 1_000)
  await stores.leases.acquire('sweep', 'two', 2_000, 1_000)
  for (const series of ['order/2031', 'reminder/2031', 'order/2032'])
    for (const id of ['inc-open/supervision-1', 'inc-third/supervision-1']) await stores.documentNumbers.assign(series, id)
  await fillLog(stores)
  return leased
}

async function fillMentions({ mentions }: Stores): Promise<void> {
  const plain = Array.from({ length: mentionCount - 4 }, (_, number): MentionTraits => ({
    id: `m-${number}`,
    source: `来源${number % 7}`,
    text: `第 ${number} 条：街口积水`,
    published: number % 50 === 0 ? null : `2031-03-${String(1 + (number % 28)).padStart(2, '0')} 09:00`,
    // Several periods, and so several indices.
    observed: `2031-0${1 + (number % 4)}-12 10:00`,
    engagement: number % 3 === 0 ? {} : { likes: number, views: number * 10 },
    polarity: number % 5 === 0 ? -1 : 0,
    grade: number % 11 === 0 ? 'II' : null
  }))
  await putAll({ mentions }, plain)
  await putAll({ mentions }, [
    { id: 'versions', title: null, text: '甲', observed: '2031-02-12 10:00' },
    { id: 'versions', title: '有了标题', text: '乙', observed: '2031-03-12 10:05' },
    { id: 'versions', title: null, text: '甲', observed: '2031-03-12 10:10', engagement: { likes: 1 } },
    { id: 'series', observed: '2031-01-31 23:00' },
    { id: 'series', observed: '2031-02-01 00:00', engagement: { likes: 0 } },
    { id: 'series', observed: '2031-02-01 00:10', engagement: { likes: 7, comments: 2 } },
    { id: longId, text: '👍 路面塌陷 😀', title: null },
    { id: 'rules', rulesVersion: 'rules-1' },
    { id: 'rules', rulesVersion: 'rules-2', observed: '2031-03-12 11:00' }
  ])
  await mentions.assign(['m-1', 'm-2', 'versions', longId].map((id) => ({ id: mentionId(id), incidentId: 'inc-open' })))
  await mentions.assign(['early-a', 'early-b', '提前'].map((id) => ({ id: mentionId(id), incidentId: 'inc-open' })))
}

async function putAll({ mentions }: Pick<Stores, 'mentions'>, traits: readonly MentionTraits[]): Promise<void> {
  for (let start = 0; start < traits.length; start += 300) await mentions.putMany(traits.slice(start, start + 300).map(observation))
}

async function fillIncidents({ incidents }: Stores): Promise<void> {
  const opening = openingOf('II', [anchor('detected', at('08:00'))])
  const note = (text: string) => ({ type: 'noted' as const, text })
  for (const id of ['inc-open', 'inc-other', 'inc-third']) {
    const first = { ...document(opening, at('08:00')), id }
    await incidents.put(first, 0)
    if (id === 'inc-third') continue
    const later = document([...opening, note('一'), note('二')], at('08:00'))
    await incidents.put({ ...later, id, version: 5 }, 1)
  }
}

async function fillNotices({ notices }: Stores): Promise<LeasedNotice> {
  const lease = { channels: ['email'], leaseMs: 30_000, limit: 1 }
  await notices.request(['taken', 'dead', 'retried', 'twice', 'leased'].map(noticeOf))
  const claim = async (holder: string, nowElapsedMs: number) => {
    const [claimed] = await notices.claim({ ...lease, holder, nowElapsedMs })
    if (claimed === undefined) throw new Error('no notice was due')
    return claimed
  }
  const taken = await claim('h', 0)
  await notices.settle('taken', taken.fence, { state: 'accepted', receipt: '250 OK', handedElapsedMs: 77.5, at: at('09:00') })
  const dead = await claim('h', 0)
  await notices.settle('dead', dead.fence, { state: 'dead', reason: '550 no such user', at: at('09:01') })
  const retried = await claim('h', 0)
  const now = Date.now()
  await notices.settle('retried', retried.fence, { state: 'queued', reason: '451 later', nextTryElapsedMs: now + 200_000, possibleDuplicate: false })
  await claim('crashed', now - 40_000)
  const twice = await claim('next', now - 10_000)
  await notices.settle('twice', twice.fence, { state: 'accepted', receipt: 'ok', handedElapsedMs: 1, at: at('09:02') })
  const leased = await claim('working', now)
  await notices.request(Array.from({ length: 520 }, (_, number) => ({ ...noticeOf(`waiting-${number}`), channel: 'webhook' })))
  return { id: leased.row.notice.id, fence: leased.fence }
}

async function fillAudit({ audit }: Stores): Promise<void> {
  const entries = Array.from({ length: auditCount }, (_, number) => ({
    at: at('09:00'),
    actor: officer,
    action: 'confirm-grade',
    subject: `inc-${number}`,
    detail: `第 ${number} 次\n核定`
  }))
  await audit.append(entries)
}

async function fillCrawlState({ crawl }: Stores): Promise<void> {
  const item = (key: string) => ({ key, url: `https://site.example/${key}`, hint: '{"title":"标题"}', tries: 0 })
  await crawl.enqueue(
    'site',
    Array.from({ length: frontierCount }, (_, number) => item(`page-${number}`))
  )
  await crawl.enqueue('other', [item('page-1'), item('b'), item('a')])
  for (let number = 0; number < 40; number++) await crawl.finish('site', `page-${number}`)
  await crawl.finish('site', 'never-queued')
  await crawl.postpone('site', 'page-50', 9e15)
  await crawl.postpone('other', 'b', 5)
  await crawl.setCursor('site', 'etag', '"abc"')
  await crawl.setCursor('site', 'since', '2031')
  await crawl.setCursor('other', 'etag', '')
  for (const sourceId of ['site', 'other']) {
    await crawl.putHealth({
      sourceId,
      state: sourceId === 'site' ? 'ok' : 'blind',
      lastTriedAt: at('09:00'),
      lastOkAt: sourceId === 'site' ? at('09:00') : null,
      lastNewAt: null,
      consecutiveFailures: 3,
      lastError: '连接被拒绝',
      lastErrorCode: 'refused',
      fetched: 5,
      parsed: 4,
      mentionsTotal: 99
    })
  }
}

async function fillPeople({ accounts }: Stores): Promise<void> {
  for (const login of ['wang', 'li', '张']) {
    const id = `person-${login}`
    await accounts.put({
      id,
      login,
      name: login,
      roles: ['duty-officer'],
      departmentId: null,
      passwordHash: `$argon2id$${login}`,
      disabled: login === 'li'
    })
    await accounts.putSession({
      tokenHash: sha256(login),
      accountId: id,
      createdAt: at('09:00'),
      lastSeenElapsedMs: 1,
      expiresElapsedMs: 9e15,
      userAgent: 'Firefox',
      address: '10.0.0.1'
    })
    await accounts.touchSession(sha256(login), 55)
  }
  await accounts.putOneTime(sha256('first-run'), null, 9e15)
  await accounts.putOneTime(sha256('sign-in'), 'person-wang', 9e15)
  await accounts.putOneTime(sha256('old'), 'person-li', 1)
}

/** Some records that the groups have handled, then some that they have not. */
async function fillLog(stores: Stores): Promise<void> {
  const { log } = stores
  await log.append(
    'mentions',
    numbered(300).map((number) => mentionRecord(`handled-${number}`))
  )
  await log.append(
    'assessed',
    numbered(30).map((number) => assessedRecord(`handled-${number}`))
  )
  await handleAll(stores, 'mentions', 'assess')
  await handleAll(stores, 'assessed', 'group')
  await log.append(
    'mentions',
    numbered(unassessedCount).map((number) => mentionRecord(`waiting-${number % 1000}`, number))
  )
  await log.append(
    'assessed',
    numbered(ungroupedCount).map((number) => assessedRecord(`waiting-${number}`))
  )
  await log.append('incidents', [
    { key: 'inc-open', value: JSON.stringify({ schema: 1, incidentId: 'inc-open', version: 5, fetchedElapsedMs: null }) }
  ])
  await deadLettersOn(log, systemClock).put(
    numbered(30).map((number) => ({
      stage: 'import',
      source: 'file.jsonl',
      place: `line ${number}`,
      reason: 'no JSON',
      code: 'invalid-input',
      topic: null,
      key: null,
      body: `{${number}`
    }))
  )
}

function numbered(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number)
}

function mentionRecord(id: string, likes = 0): { key: string; value: string } {
  const { mention } = observation({ id, text: `待研判 ${id}：无关紧要`, engagement: { likes }, observed: '2031-04-01 10:00' })
  return { key: id, value: JSON.stringify(mention) }
}

function assessedRecord(id: string): { key: string; value: string } {
  const { mention, assessment } = observation({ id: `assessed-${id}`, relevant: false })
  return { key: 'linjiang', value: JSON.stringify({ schema: 1, type: 'mention', mention, assessment }) }
}

async function handleAll({ log }: Stores, topic: Topic, group: string): Promise<void> {
  const subscription = log.subscribe({ topic, group, maxBatch: 100, handle: async () => {} })
  while ((await log.lag(topic, group)) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  await subscription.close()
}

/** Everything that the ports answer without changing anything. */
export async function answersOf(stores: Stores): Promise<Record<string, unknown>> {
  const { mentions, incidents, notices, evidence, crawl, accounts } = stores
  const ids = [...numbered(mentionCount - 4).map((number) => `m-${number}`), 'versions', 'series', longId, 'rules', 'early-a'].map(mentionId)
  const told = ['versions', 'series', 'm-7', longId].map(mentionId)
  return {
    mentions: await mentions.getMany(ids),
    known: [...(await mentions.knownContent(ids.slice(0, 500)))].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    versions: await Promise.all(told.map((id) => mentions.versions(id))),
    series: await Promise.all(told.map((id) => mentions.engagementSeries(id))),
    members: await mentions.ofIncidents(['inc-open'], 100),
    rollup: await mentions.rollups([['inc-open']]),
    count: await mentions.count(),
    incidents: await incidents.list({ limit: 100 }),
    openIds: await incidents.openIds(),
    notices: await notices.list({ limit: 1000 }),
    noticeCounts: await notices.counts(),
    audit: await auditOf(stores),
    evidence: await Promise.all(['一', '二', '三'].map((text) => evidence.get(sha256(text.repeat(1000))))),
    pending: await Promise.all(['site', 'other'].map((source) => crawl.pending(source, 1_000, 5_000))),
    cursors: await Promise.all(
      [
        ['site', 'etag'],
        ['site', 'since'],
        ['other', 'etag']
      ].map(([source = '', name = '']) => crawl.cursor(source, name))
    ),
    health: await crawl.health(),
    accounts: await accounts.list(),
    byLogin: await Promise.all(['wang', '张', 'nobody'].map((login) => accounts.byLogin(login))),
    sessions: await accounts.sessions(null),
    lags: await Promise.all([stores.log.lag('mentions', 'assess'), stores.log.lag('assessed', 'group')])
  }
}

async function auditOf({ audit }: Pick<Stores, 'audit'>): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = []
  for (;;) {
    const page = await audit.read(entries.at(-1)?.seq ?? 0, 1000)
    if (page.length === 0) return entries
    entries.push(...page)
  }
}
