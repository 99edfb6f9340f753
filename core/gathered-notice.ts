import { drillMark } from './escalation-words.ts'
import { moreSevere, type Grade } from './grade.ts'
import { chinaWallTime, type Instant } from './instant.ts'
import type { Notice } from './notice.ts'

/** Why a notice tells of others: an hour ended, or a mute did. */
export const digestReason = 'digest:surge'
export const unmutedReason = 'digest:unmuted'

/** What the next message that goes says of those that wait. */
export function waitingWords(count: number): string {
  return `另有 ${count} 条通知因一小时内条数已达上限暂扣，稍后汇总发出，工作台可查`
}

/** A matter that is still open and of which nothing may have been asked for while it was muted. */
export interface StillOpen {
  readonly incidentId: string
  readonly title: string
  readonly grade: Grade | null
}

export interface Gathering {
  readonly id: string
  readonly reason: typeof digestReason | typeof unmutedReason
  readonly recipient: Notice['recipient']
  readonly channel: string
  /** Those that it tells instead. */
  readonly rows: readonly Notice[]
  readonly open: readonly StillOpen[]
  readonly now: Instant
  readonly drill: boolean
}

const mostLines = 40

/** One notice for many to one person over one channel: each matter a line, with its newest words and how many there were. */
export function gatheredNotice({ id, reason, recipient, channel, rows, open, now, drill }: Gathering): Notice {
  const lines = [...linesOf(rows), ...open.filter(({ incidentId }) => !rows.some(({ subject }) => subject.id === incidentId)).map(openLine)]
  const shown = lines.slice(0, mostLines)
  const mark = drill ? drillMark : ''
  const grade = [...rows, ...open].reduce<Grade | null>((worst, one) => moreSevere(worst, one.grade), null)
  const head =
    reason === digestReason
      ? { title: `【汇总】暂扣的 ${rows.length} 条通知，涉及 ${lines.length} 件`, intro: '一小时内条数已达上限，以下通知合并为一条：' }
      : { title: `【静音已结束】${lines.length} 件仍未办结`, intro: `静音期间的通知 ${rows.length} 条，以下事项仍未办结：` }
  return {
    id,
    subject: { kind: 'system', id: `gathered:${recipient.contactId}` },
    reason,
    round: 0,
    recipient,
    channel,
    grade,
    title: `${mark}${head.title}`,
    body: [`${mark}${head.intro}`, ...shown, ...(lines.length > shown.length ? [`其余 ${lines.length - shown.length} 件请看工作台`] : [])].join('\n'),
    link: '/',
    requestedAt: now,
    fetchedElapsedMs: null,
    drill,
    covers: rows.map((row) => row.id)
  }
}

function linesOf(rows: readonly Notice[]): string[] {
  const bySubject = new Map<string, Notice[]>()
  for (const row of rows) {
    const key = `${row.subject.kind} ${row.subject.id}`
    bySubject.set(key, [...(bySubject.get(key) ?? []), row])
  }
  return [...bySubject.values()].map((of) => {
    const newest = of.reduce((a, b) => (b.requestedAt > a.requestedAt ? b : a))
    return `· ${chinaWallTime(newest.requestedAt)} ${newest.title}${of.length > 1 ? `（共 ${of.length} 条）` : ''}`
  })
}

function openLine({ title }: StillOpen): string {
  return `· ${title}`
}
