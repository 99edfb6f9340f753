import type { Clock } from '../core/clock.ts'
import type { MentionQuery } from '../core/search.ts'

/** So old it is given out as it is. */
const freshMs = 1000
/** So long the engine may take for a newer one before the older is given out, and so old that one may be. */
const patienceMs = 100
const usableMs = 10_000
/** So many are made new at once: who asks for what was never asked for does not stand behind all of them. */
const mostRenewed = 2
const mostAnswers = 300
/** Of all that is kept together. */
const mostBytes = 32_000_000

interface Kept<Answer> {
  readonly answer: Answer
  readonly bytes: number
  /** When it was asked for, so that it holds what was stored before. */
  readonly askedAtMs: number
}

interface UnderWay<Answer> {
  readonly answer: Promise<Answer>
  readonly askedAtMs: number
}

interface KeptSearchesDeps<Answer> {
  readonly search: (query: MentionQuery) => Promise<Answer>
  readonly bytesOf: (answer: Answer) => number
  readonly clock: Pick<Clock, 'elapsedMs'>
}

/**
 * First pages that many ask for at once: the live tail of every desk, what everybody looks for on a bad day. The same question is under way
 * once, and its answer serves for a second. Where the engine does not keep up, an answer of the last seconds is given out rather than none,
 * and few of those are made new at once. Following pages are asked for as they come.
 */
export class KeptSearches<Answer> {
  readonly #deps: KeptSearchesDeps<Answer>
  /** The one used longest ago is first. */
  readonly #kept = new Map<string, Kept<Answer>>()
  readonly #underWay = new Map<string, UnderWay<Answer>>()
  #renewed = 0
  #bytes = 0

  constructor(deps: KeptSearchesDeps<Answer>) {
    this.#deps = deps
  }

  async search(query: MentionQuery): Promise<Answer> {
    const { search, clock } = this.#deps
    if (query.cursor !== null) return await search(query)
    const key = JSON.stringify(query)
    const kept = this.#kept.get(key)
    const ageMs = kept === undefined ? Infinity : clock.elapsedMs() - kept.askedAtMs
    if (kept === undefined || ageMs > usableMs) return await this.#ask(key, query).answer
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    if (ageMs <= freshMs) return kept.answer
    const newer = this.#underWay.get(key) ?? this.#renew(key, query)
    if (newer === null) return kept.answer
    // Who comes later waits for what is left of the patience of who came first.
    const waitMs = patienceMs - (clock.elapsedMs() - newer.askedAtMs)
    // Who gets the older one does not hear of a failure; who asks when that is too old does.
    const orOlder = newer.answer.catch(() => kept.answer)
    return waitMs <= 0 ? kept.answer : await Promise.race([orOlder, waited(waitMs, kept.answer)])
  }

  /** Null where enough is being made new. */
  #renew(key: string, query: MentionQuery): UnderWay<Answer> | null {
    if (this.#renewed >= mostRenewed) return null
    this.#renewed += 1
    const asking = this.#ask(key, query)
    const leave = (): void => {
      this.#renewed -= 1
    }
    asking.answer.then(leave, leave)
    return asking
  }

  #ask(key: string, query: MentionQuery): UnderWay<Answer> {
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const askedAtMs = this.#deps.clock.elapsedMs()
    const answer = this.#deps
      .search(query)
      .then((found) => {
        this.#keep(key, { answer: found, bytes: this.#deps.bytesOf(found), askedAtMs })
        return found
      })
      .finally(() => this.#underWay.delete(key))
    const asking = { answer, askedAtMs }
    this.#underWay.set(key, asking)
    return asking
  }

  #keep(key: string, kept: Kept<Answer>): void {
    this.#forget(key)
    this.#kept.set(key, kept)
    this.#bytes += kept.bytes
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostAnswers && this.#bytes <= mostBytes) break
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0
    this.#kept.delete(key)
  }
}

function waited<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), ms).unref())
}
