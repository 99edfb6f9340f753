import type { Clock } from '../core/clock.ts'
import { digestReason, gatheredNotice, unmutedReason, type StillOpen } from '../core/gathered-notice.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { moreSevere, type Grade } from '../core/grade.ts'
import { covers, isActive, mayKeep, type Mute } from '../core/mute.ts'
import { finishMute, readMutes } from '../core/mute-book.ts'
import type { Notice } from '../core/notice.ts'
import type { CrawlState, IncidentStore, NoticeStore } from '../core/ports.ts'
import { hasRoom, isAhead, recent, type SurgePolicy } from '../core/surge.ts'
import type { Channel } from './channels/channel.ts'
import { stillOpenUnder, type ToldOf } from './still-open.ts'
import type { Ledgers } from './surge-ledger.ts'

export interface WaitingDeps {
  readonly notices: Pick<NoticeStore, 'request' | 'release' | 'get' | 'list'>
  readonly incidents: Pick<IncidentStore, 'get' | 'list'>
  readonly crawl: Pick<CrawlState, 'enqueue' | 'pending' | 'finish'>
  readonly ledgers: Ledgers
  readonly channels: Readonly<Record<string, Pick<Channel, 'updatesInPlace'>>>
  readonly surge: SurgePolicy | null
  readonly clock: Clock
  readonly sha256: Sha256
  readonly drill: boolean
  readonly requested: () => void
}

const lookEveryMs = 2000
const mostAtOnce = 2000

/**
 * What waits is told again: by one message when the hour of its person has a place, and at once when a mute ended. It goes out from
 * stored rows alone, and the ids follow from what is told, so that a crash or a second replica tells nothing twice and leaves nothing.
 */
export function createWaitingNotices(deps: WaitingDeps): { look(): Promise<number> } {
  let lookedMs = Number.NEGATIVE_INFINITY
  return {
    async look() {
      const nowMs = deps.clock.elapsedMs()
      if (Math.abs(nowMs - lookedMs) < lookEveryMs) return 0
      lookedMs = nowMs
      const mutes = await readMutes(deps.crawl, nowMs)
      const muted = await waiting(deps, 'muted')
      const held = await waiting(deps, 'held')
      const active = mutes.filter((mute) => isActive(mute, deps.clock.now()))
      const risen = await releaseRisen(deps, { muted, held, active })
      const left = (rows: readonly Notice[]): Notice[] => rows.filter(({ id }) => !risen.has(id))
      // Muted since it was held: it waits on.
      const tellable = left(held).filter((notice) => !active.some((mute) => covers(mute, notice)))
      const told = (await tellUnmuted(deps, mutes, left(muted))) + (await tellHeld(deps, tellable))
      if (told + risen.size > 0) deps.requested()
      return told + risen.size
    }
  }
}

async function waiting({ notices }: WaitingDeps, state: 'held' | 'muted'): Promise<Notice[]> {
  const rows = await notices.list({ state, limit: mostAtOnce })
  return rows.map(({ notice }) => notice).sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1))
}

interface Waiting {
  readonly muted: readonly Notice[]
  readonly held: readonly Notice[]
  readonly active: readonly Mute[]
}

/** An incident that rose meanwhile: what waits of one that is 特别重大 goes now, and what no mute may keep of one that is 重大. */
async function releaseRisen({ notices, incidents, clock }: WaitingDeps, { muted, held, active }: Waiting): Promise<ReadonlySet<string>> {
  const grades = new Map<string, Grade | null>()
  for (const { subject } of [...muted, ...held])
    if (subject.kind === 'incident' && !grades.has(subject.id)) grades.set(subject.id, (await incidents.get(subject.id))?.state.grade ?? null)
  const gradeOf = ({ subject, grade }: Notice): Grade | null => moreSevere(grade, grades.get(subject.id) ?? null)
  const isLoose = (notice: Notice): boolean => {
    const covering = active.filter((mute) => covers(mute, notice))
    return covering.length > 0 && !covering.some((mute) => mayKeep(mute, gradeOf(notice)))
  }
  const ids = [...muted.filter((one) => gradeOf(one) === 'I' || isLoose(one)), ...held.filter((one) => gradeOf(one) === 'I')].map(({ id }) => id)
  await notices.release(ids, { state: 'queued', at: clock.now() })
  return new Set(ids)
}

/* ---- what a surge held ---- */

async function tellHeld(deps: WaitingDeps, rows: readonly Notice[]): Promise<number> {
  let told = 0
  const { stands, over } = await bySubjectState(deps, rows)
  await deps.notices.release(
    over.map(({ id }) => id),
    { state: 'digested', reason: '等待期间事件已办结，不再通知', at: deps.clock.now() }
  )
  for (const [contactId, own] of Map.groupBy(stands, ({ recipient }) => recipient.contactId)) {
    if (!(await hasPlace(deps, contactId))) continue
    for (const [channel, of] of Map.groupBy(own, (one) => one.channel)) {
      const proven = await releaseProven(deps, of)
      const rest = of.filter(({ id }) => !proven.has(id))
      const [oldest] = rest
      if (oldest !== undefined) {
        await gather(deps, { key: oldest.id, reason: digestReason, recipient: oldest.recipient, channel, rows: rest, open: [] })
      }
      told += 1
    }
    /* Not by how many were told: a crash may have counted one that never came to wait. What waits since is told at the next look. */
    await deps.ledgers.change(contactId, (ledger) => ({ ledger: { ...ledger, held: 0, heldSince: null }, result: null }))
  }
  return told
}

async function hasPlace({ surge, ledgers, clock }: WaitingDeps, contactId: string): Promise<boolean> {
  if (surge === null) return true
  const now = clock.now()
  const ledger = await ledgers.read(contactId)
  if (isAhead(ledger, now)) await ledgers.change(contactId, (before) => ({ ledger: recent(before, now), result: null }))
  return hasRoom(surge, ledger, now)
}

/* ---- what a mute kept ---- */

async function tellUnmuted(deps: WaitingDeps, mutes: readonly Mute[], muted: readonly Notice[]): Promise<number> {
  const now = deps.clock.now()
  const active = mutes.filter((mute) => isActive(mute, now))
  const ended = mutes.filter((mute) => !isActive(mute, now))
  const free = muted.filter((notice) => !active.some((mute) => covers(mute, notice)))
  const { stands, over } = await bySubjectState(deps, free)
  await deps.notices.release(
    over.map(({ id }) => id),
    { state: 'digested', reason: '静音期间事件已办结，不再通知', at: now }
  )
  const open = await stillOpenUnder(deps, ended, active)
  const groups = new Map<string, { told: ToldOf; rows: Notice[]; open: StillOpen[] }>()
  const groupFor = (told: ToldOf): { rows: Notice[]; open: StillOpen[] } => {
    const key = toldKey(told)
    const group = groups.get(key) ?? { told, rows: [], open: [] }
    groups.set(key, group)
    return group
  }
  const proven = await releaseProven(deps, stands)
  for (const notice of stands) if (!proven.has(notice.id)) groupFor(notice).rows.push(notice)
  // Of whom a notice goes by itself, that one says that the matter stands.
  const rung = new Set(stands.filter(({ id }) => proven.has(id)).map((notice) => `${notice.subject.id}\n${toldKey(notice)}`))
  for (const { told, incident } of open) if (!rung.has(`${incident.incidentId}\n${toldKey(told)}`)) groupFor(told).open.push(incident)
  for (const { told, rows, open: openOnes } of groups.values()) {
    const key = ended.length > 0 ? ended.map(({ id }) => id).join(' ') : (rows[0]?.id ?? '')
    await gather(deps, { key, reason: unmutedReason, recipient: told.recipient, channel: told.channel, rows, open: openOnes })
  }
  for (const { id } of ended) await finishMute(deps.crawl, id)
  return groups.size + proven.size
}

function toldKey({ recipient, channel }: ToldOf): string {
  return `${recipient.contactId}\n${channel}`
}

/** Of what must be proven to have arrived each goes by itself: a digest proves nothing of what it tells, and steps up nowhere. */
async function releaseProven({ notices, clock }: WaitingDeps, rows: readonly Notice[]): Promise<ReadonlySet<string>> {
  const ids = rows.filter(({ stepUp }) => stepUp !== undefined).map(({ id }) => id)
  if (ids.length > 0) await notices.release(ids, { state: 'queued', at: clock.now() })
  return new Set(ids)
}

/** Those whose matter still stands, and those whose incident ended meanwhile. */
async function bySubjectState({ incidents }: WaitingDeps, rows: readonly Notice[]): Promise<{ readonly stands: Notice[]; readonly over: Notice[] }> {
  const ended = new Set<string>()
  for (const id of new Set(rows.flatMap(({ subject }) => (subject.kind === 'incident' ? [subject.id] : [])))) {
    const document = await incidents.get(id)
    if (document !== null && document.state.status !== 'open') ended.add(id)
  }
  const isOver = ({ subject }: Notice): boolean => subject.kind === 'incident' && ended.has(subject.id)
  return { stands: rows.filter((row) => !isOver(row)), over: rows.filter(isOver) }
}

interface Gathered {
  readonly key: string
  readonly reason: typeof digestReason | typeof unmutedReason
  readonly recipient: Notice['recipient']
  readonly channel: string
  readonly rows: readonly Notice[]
  readonly open: readonly StillOpen[]
}

/** First the message, then the rows: after a crash between the same id is asked for, and the rows that the stored message tells are done. */
async function gather({ notices, sha256, clock, drill }: WaitingDeps, { key, ...gathered }: Gathered): Promise<void> {
  const now = clock.now()
  const id = sha256(['gathered', gathered.reason, key, gathered.recipient.contactId, gathered.channel].join('\n')).slice(0, 32)
  const notice = gatheredNotice({ ...gathered, id, now, drill })
  await notices.request([notice])
  const stored = (await notices.get(id))?.notice ?? notice
  await notices.release(stored.covers ?? [], { state: 'digested', reason: `已并入汇总：${stored.title}`, at: now })
}
