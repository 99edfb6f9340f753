import type { Clock } from '../../core/clock.ts'
import type { Reach } from '../../core/escalation.ts'
import type { Delivery, NoticeRow } from '../../core/notice.ts'
import type { Channel } from './channel.ts'
import { messageOf, type Message } from './message.ts'
import type { SendBudget } from './send-budget.ts'
import { partWords } from './send-parts.ts'
import { splitText, type Room } from './split-text.ts'
import type { Verdict } from './verdict.ts'

/** A post that the group is told of, with its name on the platform where it has one. */
export interface Addressee {
  readonly name: string
  readonly account: string | null
}

export interface Posting {
  readonly message: Message
  readonly to: readonly Addressee[]
  /** The last part names those whom it is for; they are called once, and not at every part. */
  readonly last: boolean
}

/** What is special about one platform's robots. */
export interface RobotDialect {
  readonly reach: Reach
  /** The whole as the platform writes it. */
  write(message: Message, to: readonly Addressee[]): string
  readonly room: Room
  post(part: string, about: Posting, signal: AbortSignal): Promise<Verdict>
  close(): Promise<void>
}

export interface RobotDeps {
  readonly clock: Clock
  readonly baseUrl: string | null
  /** Shorter in tests. */
  readonly gatherMs?: number | undefined
}

interface Limits {
  readonly budget: SendBudget
  readonly timeoutMs: number
}

/** One message to a group for all who are told the same, over as many tries as it takes. */
interface Round {
  readonly message: Message
  readonly to: Map<string, Addressee>
  /** Parts that the platform has taken. */
  partsDone: number
  trying: Promise<Delivery> | null
  /** Whom it goes to is written: nobody can join any more. */
  written: boolean
  receipt: string | null
  /** Notices of those that wait for this try; others are named in it, and come back later to ask. */
  readonly present: Set<string>
  /** Notices of those who were named in a try of unknown outcome, and were not there to learn it. */
  readonly doubtful: Map<string, string>
  touchedAt: number
}

/** Rows that a step requests together are handed out within it. */
const usualGatherMs = 200
/** A service that has had enough is left alone for so long. */
const closedMs = 60_000
/** A row that was put back returns within a minute; after this nobody will ask again. */
const rememberedMs = 300_000
const tidyMs = 10_000
const noRoom: Delivery = { outcome: 'retry', reason: '机器人每分钟的条数已用完，排队稍后再发' }

/**
 * A robot speaks to a group, so a notice that goes to six posts is one message that names all six. Until it is taken, rows that come
 * back find it again by its words; those that come back after that learn that it was sent. All of this is forgotten with the
 * process: then a post may be told once more, never less.
 */
export class GroupRobot implements Channel {
  readonly reach: Reach
  readonly speaksToGroup = true
  readonly #dialect: RobotDialect
  readonly #deps: RobotDeps & Limits
  readonly #rounds = new Map<string, Round>()
  #tidiedAt = 0

  constructor(dialect: RobotDialect, deps: RobotDeps & Limits) {
    this.reach = dialect.reach
    this.#dialect = dialect
    this.#deps = deps
  }

  send(row: NoticeRow, signal: AbortSignal): Promise<Delivery> {
    const round = this.#roundFor(row)
    if (round.receipt !== null && round.trying === null) return Promise.resolve({ outcome: 'accepted', receipt: round.receipt })
    const { id } = row.notice
    const doubt = round.trying === null ? round.doubtful.get(id) : undefined
    if (doubt !== undefined) {
      round.doubtful.delete(id)
      return Promise.resolve({ outcome: 'unknown', reason: doubt })
    }
    /* Turned away at once: what waits its turn must not stand in the way of a red notice behind it. */
    if (round.trying === null && !this.#deps.budget.has({ ...wantedBy(round), messages: 1 })) return Promise.resolve(noRoom)
    round.present.add(id)
    round.trying ??= this.#say(round, AbortSignal.any([signal, AbortSignal.timeout(this.#deps.timeoutMs)])).finally(() => {
      round.trying = null
      round.written = round.receipt !== null
      round.present.clear()
    })
    return round.trying
  }

  close(): Promise<void> {
    return this.#dialect.close()
  }

  #roundFor(row: NoticeRow): Round {
    const now = this.#deps.clock.elapsedMs()
    this.#forgetOld(now)
    const message = messageOf(row, this.#deps.baseUrl)
    const key = JSON.stringify(message)
    const { id, recipient } = row.notice
    const addressee = { name: recipient.name, account: recipient.address }
    const known = this.#rounds.get(key)
    if (known !== undefined && (known.to.has(id) || (!known.written && known.partsDone === 0))) {
      known.to.set(id, addressee)
      known.touchedAt = now
      return known
    }
    const round: Round = { ...fresh(message), to: new Map([[id, addressee]]), touchedAt: now }
    this.#rounds.set(key, round)
    return round
  }

  async #say(round: Round, signal: AbortSignal): Promise<Delivery> {
    await new Promise((resolve) => setTimeout(resolve, this.#deps.gatherMs ?? usualGatherMs))
    round.written = true
    const { message } = round
    const to = namedOnce(round.to.values())
    const parts = splitText(this.#dialect.write(message, to), this.#dialect.room)
    if (!this.#deps.budget.take({ ...wantedBy(round), messages: parts.length - round.partsDone })) return noRoom
    let receipt = ''
    for (const [index, part] of parts.entries()) {
      if (index < round.partsDone) continue
      const verdict = await this.#dialect.post(part, { message, to, last: index === parts.length - 1 }, signal)
      if (verdict.outcome === 'limited') this.#deps.budget.closeFor(closedMs)
      if (verdict.outcome === 'unknown') for (const id of round.to.keys()) if (!round.present.has(id)) round.doubtful.set(id, verdict.reason)
      if (verdict.outcome !== 'accepted') {
        return { outcome: verdict.outcome === 'limited' ? 'retry' : verdict.outcome, reason: `${partWords(index, parts.length)}${verdict.reason}` }
      }
      round.partsDone = index + 1
      receipt = verdict.receipt
    }
    round.receipt = `${receipt}${parts.length > 1 ? `（共${parts.length}段）` : ''}`
    return { outcome: 'accepted', receipt: round.receipt }
  }

  #forgetOld(now: number): void {
    if (Math.abs(now - this.#tidiedAt) < tidyMs) return
    this.#tidiedAt = now
    for (const [key, { touchedAt, trying }] of this.#rounds) {
      if (trying === null && Math.abs(now - touchedAt) > rememberedMs) this.#rounds.delete(key)
    }
  }
}

function fresh(message: Message): Omit<Round, 'to' | 'touchedAt'> {
  return { message, partsDone: 0, trying: null, written: false, receipt: null, present: new Set(), doubtful: new Map() }
}

function wantedBy({ to, message }: Round): { readonly ids: readonly string[]; readonly major: boolean } {
  return { ids: [...to.keys()], major: message.major }
}

/** A post that several rows name is named once. */
function namedOnce(to: Iterable<Addressee>): readonly Addressee[] {
  return [...new Map(Array.from(to, (one) => [`${one.name}\n${one.account}`, one])).values()]
}
