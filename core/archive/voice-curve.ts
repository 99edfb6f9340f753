import { z } from 'zod'
import { hourMs, Instant, instantFromMs, msOf } from '../instant.ts'
import { interactions, type Engagement } from '../mention.ts'
import type { StoredMention } from '../records.ts'

/** Share of negative ones among those that were judged; null where none was. */
const Negative = z.number().min(0).max(1).nullable()

const CurveHour = z.object({ from: Instant, mentions: z.number().int().positive(), negative: Negative })

/** How many spoke, when most and when last, and in what mood. */
export const VoiceCurve = z.object({
  mentions: z.number().int().nonnegative(),
  sources: z.number().int().nonnegative(),
  /** 阅读 and 互动 as platforms show them, of so many mentions that show any; null where none does. */
  views: z.object({ total: z.number().int(), of: z.number().int() }).nullable(),
  interactions: z.object({ total: z.number().int(), of: z.number().int() }).nullable(),
  /** Mentions whose hour of publication nobody knows: they are in no hour. */
  undated: z.number().int().nonnegative(),
  peak: CurveHour.nullable(),
  /** The last hour in which anybody spoke. */
  end: CurveHour.nullable(),
  /** Mood before and after our first release; null where there was none. */
  before: Negative,
  after: Negative
})
export type VoiceCurve = z.infer<typeof VoiceCurve>

interface Tally {
  mentions: number
  judged: number
  negative: number
}

/** Takes mentions as they come, page by page, and keeps an hour's numbers only. */
export class VoiceCounter {
  readonly #firstReleaseAt: Instant | null
  readonly #hours = new Map<number, Tally>()
  readonly #sources = new Set<string>()
  readonly #before = tally()
  readonly #after = tally()
  readonly #views = { total: 0, of: 0 }
  readonly #interactions = { total: 0, of: 0 }
  #mentions = 0
  #undated = 0

  constructor(firstReleaseAt: Instant | null) {
    this.#firstReleaseAt = firstReleaseAt
  }

  add({ mention, assessment }: StoredMention): void {
    this.#mentions += 1
    this.#sources.add(mention.source)
    this.#reach(mention.engagement)
    const polarity = assessment?.sentiment.polarity ?? null
    const { publishedAt, publishedPrecision } = mention
    if (publishedAt === null || publishedPrecision === 'day') {
      this.#undated += 1
      return
    }
    const hour = Math.floor(msOf(publishedAt) / hourMs)
    count(this.#hour(hour), polarity)
    if (this.#firstReleaseAt !== null) count(publishedAt < this.#firstReleaseAt ? this.#before : this.#after, polarity)
  }

  result(): VoiceCurve {
    const hours = [...this.#hours].toSorted(([a], [b]) => a - b)
    const peak = hours.reduce<(typeof hours)[number] | null>((most, one) => (most === null || one[1].mentions > most[1].mentions ? one : most), null)
    return {
      mentions: this.#mentions,
      sources: this.#sources.size,
      views: this.#views.of === 0 ? null : { ...this.#views },
      interactions: this.#interactions.of === 0 ? null : { ...this.#interactions },
      undated: this.#undated,
      peak: curveHour(peak),
      end: curveHour(hours.at(-1) ?? null),
      before: negativeShare(this.#before),
      after: negativeShare(this.#after)
    }
  }

  #hour(hour: number): Tally {
    const found = this.#hours.get(hour) ?? tally()
    this.#hours.set(hour, found)
    return found
  }

  #reach(engagement: Engagement): void {
    add(this.#views, engagement.views)
    add(this.#interactions, interactions(engagement))
  }
}

function tally(): Tally {
  return { mentions: 0, judged: 0, negative: 0 }
}

function count(tally: Tally, polarity: number | null): void {
  tally.mentions += 1
  if (polarity === null) return
  tally.judged += 1
  if (polarity < 0) tally.negative += 1
}

function add(sum: { total: number; of: number }, value: number | null): void {
  if (value === null) return
  sum.total += value
  sum.of += 1
}

function negativeShare({ judged, negative }: Tally): number | null {
  return judged === 0 ? null : negative / judged
}

function curveHour(hour: readonly [number, Tally] | null): VoiceCurve['peak'] {
  return hour === null ? null : { from: instantFromMs(hour[0] * hourMs), mentions: hour[1].mentions, negative: negativeShare(hour[1]) }
}
