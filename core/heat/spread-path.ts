import { z } from 'zod'
import { forwardedVia } from '../incident/spread.ts'
import { Instant } from '../instant.ts'
import { MentionId, SourceKind, type Mention } from '../mention.ts'

/** Where a matter was told: one source, from the first time it told it. */
export const SpreadStation = z.object({
  id: z.string(),
  source: z.string(),
  sourceKind: SourceKind,
  /** Null: nobody knows when. */
  firstAt: Instant.nullable(),
  firstMentionId: MentionId,
  title: z.string().nullable(),
  mentions: z.number().int().positive()
})
export type SpreadStation = z.infer<typeof SpreadStation>

/** A way that the texts themselves show: an answer or repost, or a source that is named. Never a guess from the order of time. */
export const SpreadLink = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(['repost', 'named']),
  mentions: z.number().int().positive()
})
export type SpreadLink = z.infer<typeof SpreadLink>

export const SpreadPath = z.object({
  stations: z.array(SpreadStation),
  links: z.array(SpreadLink),
  /** Sources beyond those that are shown. */
  more: z.number().int().nonnegative()
})
export type SpreadPath = z.infer<typeof SpreadPath>

const mostStations = 40
const head = 200
const named = /(?:来源|转自|据|原标题来源)[:：]?\s?[「“"《]?([\p{Script=Han}A-Za-z0-9]{2,16}?)[」”"》]?(?:报道|消息|讯|发布|微博|$|[\s，,。；;）)])/gu

/** 传播路径 of an incident's mentions: stations in order of first telling, and the links between them that are proven. */
export function spreadPathOf(mentions: readonly Mention[]): SpreadPath {
  const sorted = mentions.toSorted(byPublication)
  const stations = new Map<string, SpreadStation>()
  for (const mention of sorted) {
    const id = stationId(mention)
    const known = stations.get(id)
    if (known === undefined) stations.set(id, stationOf(id, mention))
    else stations.set(id, { ...known, mentions: known.mentions + 1 })
  }
  const all = [...stations.values()]
  const shown = new Set(mostTold(all).map(({ id }) => id))
  return {
    stations: all.filter(({ id }) => shown.has(id)),
    links: linksOf(sorted).filter(({ from, to }) => shown.has(from) && shown.has(to)),
    more: all.length - shown.size
  }
}

function linksOf(mentions: readonly Mention[]): SpreadLink[] {
  const byId = new Map(mentions.map((mention) => [mention.id, mention]))
  const bySource = new Map(mentions.toReversed().map((mention) => [mention.source, mention]))
  const byAuthor = new Map(mentions.toReversed().flatMap((mention) => (mention.author === null ? [] : [[mention.author, mention] as const])))
  const links = new Map<string, SpreadLink>()
  const add = (from: Mention | undefined, to: Mention, kind: SpreadLink['kind']): void => {
    if (from === undefined || stationId(from) === stationId(to)) return
    const key = `${stationId(from)} ${stationId(to)}`
    const known = links.get(key)
    links.set(key, {
      from: stationId(from),
      to: stationId(to),
      kind: known?.kind === 'repost' ? 'repost' : kind,
      mentions: (known?.mentions ?? 0) + 1
    })
  }
  for (const mention of mentions) {
    const parent = mention.parentId === null ? undefined : byId.get(mention.parentId)
    if (parent !== undefined) add(parent, mention, 'repost')
    else for (const from of namedIn(mention, bySource, byAuthor)) add(from, mention, 'named')
  }
  return [...links.values()]
}

/** Who is named as where it was taken from, at most one: the nearest. */
function namedIn(mention: Mention, bySource: ReadonlyMap<string, Mention>, byAuthor: ReadonlyMap<string, Mention>): Mention[] {
  const text = mention.text ?? ''
  const names = [...forwardedVia(text), ...sourcesNamed(text.slice(0, head)), ...sourcesNamed(text.slice(-head))]
  for (const name of names) {
    const found = bySource.get(name) ?? byAuthor.get(name)
    if (found !== undefined && found.id !== mention.id && byPublication(found, mention) < 0) return [found]
  }
  return []
}

function sourcesNamed(text: string): string[] {
  return [...text.matchAll(named)].flatMap(([, name]) => name ?? [])
}

/** The first ones tell where it began, the loudest where it went. */
function mostTold(stations: readonly SpreadStation[]): SpreadStation[] {
  const first = stations.slice(0, mostStations / 2)
  const loudest = stations
    .slice(mostStations / 2)
    .toSorted((a, b) => b.mentions - a.mentions)
    .slice(0, mostStations - first.length)
  return [...first, ...loudest]
}

function stationOf(id: string, { source, sourceKind, publishedAt, publishedPrecision, id: firstMentionId, title }: Mention): SpreadStation {
  return { id, source, sourceKind, firstAt: publishedPrecision === 'day' ? null : publishedAt, firstMentionId, title, mentions: 1 }
}

function stationId({ source, sourceKind }: Mention): string {
  return `${sourceKind}/${source}`
}

function byPublication(a: Mention, b: Mention): number {
  const [one, other] = [a.publishedAt ?? a.observedAt, b.publishedAt ?? b.observedAt]
  return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : 1
}
