import type { Instant } from '../instant.ts'
import type { SourceKind } from '../mention.ts'
import type { StoredMention } from '../records.ts'
import { plainTitle } from './plain-text.ts'

/** A passage of one mention, as it stands there. */
export interface Excerpt {
  readonly id: string
  readonly source: string
  readonly text: string
  readonly url: string | null
  readonly publishedAt: Instant | null
}

/** What media and people say of one incident, counted from its own mentions. */
export interface Opinion {
  readonly media: readonly Excerpt[]
  readonly people: readonly Excerpt[]
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  /** Not assessed yet. */
  readonly unjudged: number
}

const mostExcerpts = 3
const excerptSigns = 40
const mediaKinds: ReadonlySet<SourceKind> = new Set(['portal', 'newspaper', 'broadcast'])

export function opinionOf(mentions: readonly StoredMention[]): Opinion {
  const polarity = (value: -1 | 0 | 1): number => mentions.filter(({ assessment }) => assessment?.sentiment.polarity === value).length
  const isMedia = ({ mention }: StoredMention): boolean => mediaKinds.has(mention.sourceKind)
  return {
    media: excerpts(mentions.filter(isMedia)),
    people: excerpts(mentions.filter((one) => !isMedia(one))),
    negative: polarity(-1),
    neutral: polarity(0),
    positive: polarity(1),
    unjudged: mentions.filter(({ assessment }) => assessment === null).length
  }
}

/** What was answered to most first, the same words once. */
function excerpts(mentions: readonly StoredMention[]): Excerpt[] {
  const found = new Map<string, Excerpt>()
  for (const { mention } of mentions.toSorted((a, b) => heard(b) - heard(a) || (a.mention.id < b.mention.id ? -1 : 1))) {
    const text = plainTitle(mention.text ?? mention.title ?? '', excerptSigns)
    if (text === '' || found.has(text)) continue
    const { id, source, url, publishedAt } = mention
    found.set(text, { id, source, text, url, publishedAt })
    if (found.size === mostExcerpts) break
  }
  return [...found.values()]
}

function heard({ mention: { engagement } }: StoredMention): number {
  return (engagement.likes ?? 0) + (engagement.comments ?? 0) + (engagement.reposts ?? 0)
}
