import type { MediaTier } from '../incident/digest.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { addMs, dayMs, hourMs, type Instant } from '../instant.ts'
import { interactions, type Mention } from '../mention.ts'
import type { MentionStore } from '../ports.ts'
import { SearchFilter } from '../search.ts'
import { baselineOf, hourOfWeek } from './baseline.ts'
import { heatOf, sameHourOfWeeks, type Heat, type HeatInput } from './heat.ts'

export interface HeatDeps {
  readonly mentions: Pick<MentionStore, 'ofIncidents' | 'engagementSeries' | 'search'>
  readonly tierOf: (mention: Mention) => MediaTier | null
}

const mostRead = 5_000
/** Series are read one by one: of those with the most interactions, which make nearly all of the growth. */
const mostSeries = 100
const weeks = 8

/** The heat of an incident, with those merged into it, as the stores know it now. */
export async function readHeat(deps: HeatDeps, { id, state }: Pick<IncidentDocument, 'id' | 'state'>, now: Instant): Promise<Heat> {
  const rows = await deps.mentions.ofIncidents([id, ...state.absorbed], mostRead + 1)
  const read = rows.slice(0, mostRead)
  const seenOften = read
    .filter(({ observations }) => observations > 1)
    .sort((a, b) => (interactions(b.mention.engagement) ?? 0) - (interactions(a.mention.engagement) ?? 0))
    .slice(0, mostSeries)
  const series = await Promise.all(seenOften.map(({ mention }) => deps.mentions.engagementSeries(mention.id)))
  const mentions = read.map(({ mention }) => ({ mention, tier: deps.tierOf(mention) }))
  return heatOf({ now, mentions, cut: rows.length > mostRead, series, desk: await readDesk(deps, now) })
}

/** A week in which nothing relevant was published at all is one in which nobody listened: it tells nothing of what is usual. */
async function readDesk({ mentions }: HeatDeps, now: Instant): Promise<HeatInput['desk']> {
  const count = async (from: Instant, to: Instant): Promise<number> => {
    const filter = SearchFilter.parse({ from, to, relevantOnly: true })
    return (await mentions.search({ query: { op: 'all' }, filter, limit: 1, cursor: null })).total
  }
  const hours = await Promise.all(
    sameHourOfWeeks(now, weeks).map(async ({ from, to }) => {
      const [hour, week] = await Promise.all([count(from, to), count(addMs(to, -7 * dayMs), to)])
      return week === 0 ? [] : [{ from, mentions: hour }]
    })
  )
  const begun = addMs(now, -hourMs)
  return { lastHour: await count(begun, now), usual: baselineOf(hours.flat())[hourOfWeek(begun)] ?? null }
}
