import type { Clock } from '../core/clock.ts'
import { moreSevere, type Grade } from '../core/grade.ts'
import { covers, isActive, mayKeep, muteWords, type Mute } from '../core/mute.ts'
import { readMutes } from '../core/mute-book.ts'
import type { Notice, NoticeRow } from '../core/notice.ts'
import type { CrawlState, IncidentStore, Logger } from '../core/ports.ts'
import { unmutedReason, waitingWords } from '../core/gathered-notice.ts'
import { passage, type SurgePolicy } from '../core/surge.ts'
import { isTestNotice } from '../core/test-notice.ts'
import type { Channel } from './channels/channel.ts'
import type { Ledgers } from './surge-ledger.ts'

export interface GateDeps {
  readonly ledgers: Ledgers
  readonly crawl: Pick<CrawlState, 'enqueue' | 'pending' | 'finish'>
  readonly incidents: Pick<IncidentStore, 'get'>
  readonly channels: Readonly<Record<string, Pick<Channel, 'updatesInPlace' | 'speaksToGroup' | 'speaksToSystem'>>>
  /** Null: nobody is spared anything. */
  readonly surge: SurgePolicy | null
  readonly clock: Clock
  readonly logger: Logger
}

/** What becomes of a claimed row before it is tried. */
export type Verdict =
  | { readonly go: NoticeRow }
  | { readonly hold: { readonly state: 'held' | 'muted'; readonly reason: string } }
  /** It keeps its place in the queue and is looked at again. */
  | { readonly later: string }

export type Gate = (row: NoticeRow) => Promise<Verdict>

const mutesKnownForMs = 1000

/**
 * Whether a notice goes now: not while it is muted, nor beyond what its person is to get in an hour. 特别重大 always goes, by the grade
 * of its incident as it is now, and so does a test message. A gate that cannot look lets through: too much is better than nothing.
 */
export function createGate(deps: GateDeps): Gate {
  const { channels, clock, logger } = deps
  let known: { readonly mutes: readonly Mute[]; readonly readMs: number } | null = null

  async function mutes(): Promise<readonly Mute[]> {
    const nowMs = clock.elapsedMs()
    if (known === null || Math.abs(nowMs - known.readMs) >= mutesKnownForMs) known = { mutes: await readMutes(deps.crawl, nowMs), readMs: nowMs }
    return known.mutes
  }

  return async (row) => {
    const { notice } = row
    const channel = channels[notice.channel]
    if (channel?.updatesInPlace === true || channel?.speaksToSystem === true || isTestNotice(notice)) return { go: row }
    try {
      return await judge(deps, row, notice.grade === 'I' ? [] : await mutes())
    } catch (error) {
      logger.error({ notice: notice.id, error: String(error) }, 'whether a notice is to wait could not be found out; it goes')
      return { go: row }
    }
  }
}

async function judge(deps: GateDeps, row: NoticeRow, mutes: readonly Mute[]): Promise<Verdict> {
  const { notice } = row
  const now = deps.clock.now()
  const tells = notice.covers !== undefined
  const covering = tells ? [] : mutes.filter((one) => isActive(one, now) && covers(one, notice))
  const grade = covering.length === 0 ? null : await gradeNow(deps, notice)
  const mute = covering.find((one) => mayKeep(one, grade))
  if (mute !== undefined) return { hold: { state: 'muted', reason: muteWords(mute) } }
  const { surge } = deps
  if (surge === null) return { go: row }
  if (goesAtOnce(notice)) return countedBehind(deps, surge, row)
  const first = await pass(deps, surge, notice, { tells, counted: false })
  if (first.outcome !== 'held' || tells) return verdictOf(deps, row, first)
  if ((await gradeNow(deps, notice)) === 'I') return countedBehind(deps, surge, row)
  const second = await pass(deps, surge, notice, { tells, counted: true })
  return second.outcome === 'held' ? { hold: { state: 'held', reason: second.reason } } : verdictOf(deps, row, second)
}

function goesAtOnce({ grade, reason }: Notice): boolean {
  return grade === 'I' || reason === unmutedReason
}

/** It waits for no ledger: it is counted while it goes. */
function countedBehind(deps: GateDeps, surge: SurgePolicy, row: NoticeRow): Verdict {
  void pass(deps, surge, { ...row.notice, grade: 'I' }, { tells: true, counted: true }).catch((error: unknown) =>
    deps.logger.warn({ notice: row.notice.id, error: String(error) }, 'a notice that went was not counted to its person')
  )
  return { go: row }
}

type Passed =
  | { readonly outcome: 'goes'; readonly waiting: number }
  | { readonly outcome: 'held'; readonly reason: string }
  | { readonly outcome: 'busy' }

/** `counted`: that it is held is written down. */
async function pass(
  { ledgers, clock }: GateDeps,
  surge: SurgePolicy,
  notice: Notice,
  { tells, counted }: { readonly tells: boolean; readonly counted: boolean }
): Promise<Passed> {
  const passed = await ledgers.change<Passed>(notice.recipient.contactId, (before) => {
    const { ledger, heldBecause } = passage(surge, before, notice, clock.now(), tells)
    if (heldBecause === null) return { ledger, result: { outcome: 'goes', waiting: before.held } }
    return { ledger: counted ? ledger : before, result: { outcome: 'held', reason: heldBecause } }
  })
  return passed ?? { outcome: 'busy' }
}

function verdictOf({ channels }: GateDeps, row: NoticeRow, passed: Passed): Verdict {
  if (passed.outcome === 'busy') return { later: '此人的发送记录正被另一进程使用，稍后再发' }
  if (passed.outcome === 'held') return { later: passed.reason }
  const { notice } = row
  /* A group reads one text for all: what waits for one person is no part of it. */
  if (passed.waiting === 0 || notice.covers !== undefined || channels[notice.channel]?.speaksToGroup === true) return { go: row }
  return { go: { ...row, notice: { ...notice, body: `${notice.body}\n${waitingWords(passed.waiting)}` } } }
}

/** The grade may have risen since the notice was asked for; the more severe of the two counts. */
async function gradeNow({ incidents }: GateDeps, { subject, grade }: Notice): Promise<Grade | null> {
  if (grade === 'I' || subject.kind !== 'incident') return grade
  return moreSevere(grade, (await incidents.get(subject.id))?.state.grade ?? null)
}
