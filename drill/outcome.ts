import { countdownState } from '../core/countdown.ts'
import { countingAnchor } from '../core/incident/anchor.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import type { Instant } from '../core/instant.ts'
import type { NoticeRow, NoticeState } from '../core/notice.ts'
import type { ProvenStage } from '../core/notice-stage.ts'
import type { NoticeCounts, Stores } from '../core/ports.ts'
import type { ElsewhereFound } from './elsewhere-expectations.ts'
import type { Expectation, FoundIncident, Judgement } from './expectations.ts'
import type { PaperMade } from './paper-expectations.ts'

type Held = Pick<Stores, 'incidents' | 'mentions' | 'notices'>

/** What `drill --once` prints. */
export interface DrillSummary {
  readonly scenario: string
  readonly speed: number
  readonly mentions: number
  readonly incidents: readonly Pick<FoundIncident, 'id' | 'grade' | 'title' | 'countdowns'>[]
  readonly notices: Pick<NoticeCounts, 'requested' | ProvenStage>
  /** What became of the notices to each post over each channel. */
  readonly accounted: readonly Accounted[]
  readonly falseIncidents: number
  readonly missedIncidents: number
  /** From the arrival of the page to the hand-over to a channel, of openings and raises. */
  readonly alertLatencyMs: { readonly p50: number | null; readonly p99: number | null }
  readonly expectations: readonly Expectation[]
  /** What was made on paper of the matter that is carried through. */
  readonly papers: readonly PaperMade[]
  /** What the other kinds of places brought, and which of them went blind. */
  readonly elsewhere: ElsewhereFound | null
}

export interface Accounted {
  readonly recipient: string
  readonly channel: string
  /** How many stand in each state. */
  readonly states: Readonly<Partial<Record<NoticeState, number>>>
}

const most = 100_000

/** Every incident that stands for itself, with the addresses of its mentions; what was merged away counts where it went. */
export async function foundIncidents(stores: Held, now: Instant): Promise<FoundIncident[]> {
  const documents = (await stores.incidents.list({ limit: most })).filter(({ state }) => state.status !== 'merged')
  return Promise.all(documents.map((document) => foundIn(stores, document, now)))
}

async function foundIn({ mentions }: Held, { id, state, events }: IncidentDocument, now: Instant): Promise<FoundIncident> {
  const members = await mentions.ofIncidents([id, ...state.absorbed], most)
  const anchor = countingAnchor(state.policy, state.anchors)
  return {
    id,
    title: state.title,
    grade: state.grade,
    byHand: state.openedBy.kind === 'person',
    memberUrls: members.map(({ mention }) => mention.url),
    anchor: anchor === null ? null : { kind: anchor.kind, at: anchor.at },
    countdowns: state.countdowns.map((countdown) => ({
      kind: countdown.kind,
      dueAt: countdown.dueAt,
      state: countdownState(countdown, now),
      reached: countdown.reached,
      overdueToldTo: toldOf(events, `phase:${countdown.kind}:overdue`)
    }))
  }
}

/** Names of the posts that an escalation with this trigger reached. */
function toldOf(events: IncidentDocument['events'], trigger: string): string[] {
  const reached = events.flatMap(({ body }) => (body.type === 'escalated' && body.step.includes(trigger) ? body.reached : []))
  return [...new Set(reached.map((words) => words.slice(0, words.lastIndexOf('（'))))]
}

export async function summarise(
  stores: Held,
  play: { readonly scenario: string; readonly speed: number },
  found: readonly FoundIncident[],
  judgement: Judgement
): Promise<DrillSummary> {
  const rows = await stores.notices.list({ limit: most })
  const { requested, accepted, delivered, read, signed } = await stores.notices.counts()
  return {
    ...play,
    mentions: await stores.mentions.count(),
    incidents: found.map(({ id, grade, title, countdowns }) => ({ id, grade, title, countdowns })),
    notices: { requested, accepted, delivered, read, signed },
    accounted: accountOf(rows),
    falseIncidents: judgement.falseIncidents.length,
    missedIncidents: judgement.missedIncidents.length,
    alertLatencyMs: percentiles(latencies(rows)),
    expectations: judgement.expectations,
    papers: [],
    elsewhere: null
  }
}

/** Every notice is in exactly one of the numbers. */
export function accountOf(rows: readonly Pick<NoticeRow, 'notice' | 'state'>[]): Accounted[] {
  const accounts = new Map<string, { recipient: string; channel: string; states: Partial<Record<NoticeState, number>> }>()
  for (const { notice, state } of rows) {
    const { recipient, channel } = notice
    const key = `${recipient.contactId}\n${channel}`
    const account = accounts.get(key) ?? { recipient: recipient.name, channel, states: {} }
    account.states[state] = (account.states[state] ?? 0) + 1
    accounts.set(key, account)
  }
  return [...accounts.values()].toSorted((a, b) => a.recipient.localeCompare(b.recipient, 'zh') || a.channel.localeCompare(b.channel))
}

/** Only what was told because of a new mention has a latency of ours. */
function latencies(rows: readonly NoticeRow[]): number[] {
  return rows.flatMap(({ notice, handedElapsedMs }) =>
    /:(?:opened|raised)\b/.test(notice.reason) && notice.fetchedElapsedMs !== null && handedElapsedMs !== null
      ? [handedElapsedMs - notice.fetchedElapsedMs]
      : []
  )
}

/** Nearest rank; null where nothing was measured. */
function percentiles(values: readonly number[]): DrillSummary['alertLatencyMs'] {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  return { p50: rank(0.5), p99: rank(0.99) }
}
