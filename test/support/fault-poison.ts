import type { Instant } from '../../core/instant.ts'
import type { Mention } from '../../core/mention.ts'
import type { FaultMentions } from './fault-mentions.ts'

export interface PoisonOptions {
  /** One record of so many. */
  readonly every: number
  readonly random: () => number
}

export interface PoisonRecord {
  readonly key: string
  readonly value: string
}

/** More than a keyword of Elasticsearch may hold: a document with it is refused, though it fits our schema. */
const longest = 40_000

const kinds = ['unparsable', 'misfit', 'refused'] as const
type PoisonKind = (typeof kinds)[number]

/**
 * One record of every so many is poison, at a place by chance: JSON that ends in the middle, a record that does not fit the schema,
 * and a mention that the store refuses, in turn.
 */
export class Poison {
  readonly counts: Record<PoisonKind, number> = { unparsable: 0, misfit: 0, refused: 0 }
  readonly #options: PoisonOptions
  readonly #mentions: FaultMentions
  /** By stretch of so many records. */
  readonly #places = new Map<number, number>()

  constructor(options: PoisonOptions, mentions: FaultMentions) {
    this.#options = options
    this.#mentions = mentions
  }

  /** The poison that takes the place of the mention of this number; null: none does. */
  at(index: number, observedAt: Instant): PoisonRecord | null {
    const { every, random } = this.#options
    const stretch = Math.floor(index / every)
    const place = this.#places.get(stretch) ?? Math.floor(random() * every)
    this.#places.set(stretch, place)
    if (index % every !== place) return null
    const kind = kinds[stretch % kinds.length] ?? 'unparsable'
    this.counts[kind] += 1
    const key = `poison-${kind}-${index}`
    return { key, value: valueOf(kind, this.#mentions.made(index, observedAt), key) }
  }
}

function valueOf(kind: PoisonKind, mention: Mention, id: string): string {
  switch (kind) {
    case 'unparsable':
      return JSON.stringify(mention).slice(0, -20)
    case 'misfit':
      return JSON.stringify({ ...mention, id, publishedAt: '昨天', engagement: null })
    case 'refused':
      return JSON.stringify({ ...mention, id, author: '长'.repeat(longest) })
    default:
      return kind satisfies never
  }
}
