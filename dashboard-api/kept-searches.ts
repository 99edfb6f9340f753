import type { Clock } from '../core/clock.ts'
import type { MentionStore } from '../core/ports.ts'
import type { StoredMention } from '../core/records.ts'
import type { MentionPage, MentionQuery } from '../core/search.ts'

/** So old it is given out as it is. */
const freshMs = 1000
/** So long the engine may take for a newer one before the older is given out, and so old that one may be. */
const patienceMs = 100
const usableMs = 10_000
const mostPages = 300
/** Of all texts that are kept together. */
const mostChars = 8_000_000

type Page = MentionPage<StoredMention>

interface Kept {
  readonly page: Page
  readonly chars: number
  /** When it was asked for, so that it holds what was stored before. */
  readonly askedAtMs: number
}

/**
 * First pages that many ask for at once: the live tail of every desk, what everybody looks for on a bad day. The same question is under way
 * once, and its answer serves for a second. Where the engine does not keep up, an answer of the last seconds is given out rather than none.
 * Following pages are asked for as they come.
 */
export class KeptSearches {
  readonly #mentions: Pick<MentionStore, 'search'>
  readonly #clock: Pick<Clock, 'elapsedMs'>
  /** The one used longest ago is first. */
  readonly #kept = new Map<string, Kept>()
  readonly #underWay = new Map<string, Promise<Page>>()
  #chars = 0

  constructor(mentions: Pick<MentionStore, 'search'>, clock: Pick<Clock, 'elapsedMs'>) {
    this.#mentions = mentions
    this.#clock = clock
  }

  async search(query: MentionQuery): Promise<Page> {
    if (query.cursor !== null) return await this.#mentions.search(query)
    const key = JSON.stringify(query)
    const kept = this.#kept.get(key)
    const ageMs = kept === undefined ? Infinity : this.#clock.elapsedMs() - kept.askedAtMs
    if (kept === undefined || ageMs > usableMs) return await this.#ask(key, query)
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    if (ageMs <= freshMs) return kept.page
    const newer = this.#ask(key, query)
    // Who gets the older one does not hear of a failure; who asks when that is too old does.
    return await Promise.race([newer, waited(patienceMs, kept.page)]).catch(() => kept.page)
  }

  #ask(key: string, query: MentionQuery): Promise<Page> {
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const askedAtMs = this.#clock.elapsedMs()
    const asking = this.#mentions
      .search(query)
      .then((page) => {
        this.#keep(key, { page, chars: charsOf(page), askedAtMs })
        return page
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, asking)
    return asking
  }

  #keep(key: string, kept: Kept): void {
    this.#forget(key)
    this.#kept.set(key, kept)
    this.#chars += kept.chars
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostPages && this.#chars <= mostChars) break
      this.#forget(oldest)
    }
  }

  #forget(key: string): void {
    this.#chars -= this.#kept.get(key)?.chars ?? 0
    this.#kept.delete(key)
  }
}

function charsOf({ rows }: Page): number {
  return rows.reduce((sum, { mention: { title, text } }) => sum + (title?.length ?? 0) + (text?.length ?? 0), 0)
}

function waited<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), ms).unref())
}
