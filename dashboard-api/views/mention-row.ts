import type { StoredMention } from '../../core/records.ts'
import { sourceKindWords } from '../../core/search-fields.ts'
import type { MentionPage as StoredPage } from '../../core/search.ts'
import type { MentionPage, MentionRow } from '../contract.ts'
import { highlightsOf } from './highlights.ts'

/** How much of a text a list carries. */
const listUnits = 600

export function mentionRow(stored: StoredMention, whole: boolean): MentionRow {
  const { mention, assessment } = stored
  const text = mention.text === null || whole ? mention.text : cutAt(mention.text, listUnits)
  return {
    id: mention.id,
    sourceKind: mention.sourceKind,
    sourceKindWords: sourceKindWords[mention.sourceKind],
    source: mention.source,
    url: mention.url,
    title: mention.title,
    text,
    textCut: text !== mention.text,
    doubtful: mention.doubtful === true,
    author: mention.author,
    publishedAt: mention.publishedAt,
    publishedPrecision: mention.publishedPrecision,
    firstSeenAt: stored.firstSeenAt,
    region: mention.region,
    engagement: mention.engagement,
    snapshot: mention.snapshot,
    ...(mention.gone === undefined ? {} : { gone: mention.gone }),
    versions: stored.versions,
    incidentId: stored.incidentId,
    relevant: assessment?.relevant ?? null,
    grade: assessment?.grade ?? null,
    sentiment: assessment?.sentiment.polarity ?? null,
    stance: stanceOf(assessment),
    eventType: assessment?.eventType ?? null,
    highlights: assessment === null ? [] : highlightsOf(assessment, mention.title?.length ?? 0, text?.length ?? 0),
    drill: mention.drill
  }
}

function stanceOf(assessment: StoredMention['assessment']): MentionRow['stance'] {
  const stance = assessment?.sentiment.stance
  return stance === undefined ? null : { value: stance.value, words: [...new Set(stance.evidence.map(({ text }) => text))] }
}

export function mentionPage({ rows, total, totalCapped, cursor }: StoredPage<StoredMention>): MentionPage {
  return { rows: rows.map((row) => mentionRow(row, false)), total, totalCapped, cursor }
}

/** Never between the two units of one character. */
function cutAt(text: string, units: number): string {
  if (text.length <= units) return text
  const last = text.charCodeAt(units - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? units - 1 : units)
}
