import { interactions, type Mention } from '../../core/mention.ts'
import type { CrawlState, IncidentStore, MentionStore } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import type { RevisitSettings } from '../../core/revisit-settings.ts'
import type { Source } from '../../core/source.ts'
import { wayBackTo, type WayBack } from './revisit-mention.ts'
import { afterLook, firstLook, RevisitState } from './rhythm.ts'

/** A mention that is looked at again, and what is remembered of it. */
export interface Followed {
  readonly stored: StoredMention
  readonly way: WayBack
  readonly urgency: number
  state: RevisitState
}

export interface FollowDeps {
  readonly incidents: Pick<IncidentStore, 'list'>
  readonly mentions: Pick<MentionStore, 'ofIncidents'>
  readonly crawl: Pick<CrawlState, 'cursor' | 'setCursor'>
  readonly settings: RevisitSettings
}

const shelf = 'revisits'

/** What is open now, most urgent first. What was remembered of a mention is read once, and then known from `before`. */
export async function readFollowed(
  deps: FollowDeps,
  sources: ReadonlyMap<string, Source>,
  before: ReadonlyMap<string, Followed>
): Promise<Map<string, Followed>> {
  const { settings } = deps
  const open = await deps.incidents.list({ status: ['open'], limit: settings.incidents })
  const followed = new Map<string, Followed>()
  for (const [urgency, { id, state }] of open.entries()) {
    // More than are followed, so that the most discussed are among them.
    const rows = await deps.mentions.ofIncidents([id, ...state.absorbed], settings.mentionsAnIncident * 5)
    for (const stored of worthwhile(rows, settings.mentionsAnIncident)) {
      const { mention } = stored
      const way = wayBackTo(mention, sources)
      if (way === null || followed.has(mention.id)) continue
      const known = before.get(mention.id)?.state ?? (await readState(deps, mention))
      followed.set(mention.id, { stored, way, urgency, state: withOthersLooks(known, stored, settings) })
    }
  }
  return followed
}

export async function keepState({ crawl }: Pick<FollowDeps, 'crawl'>, { id }: Mention, state: RevisitState): Promise<void> {
  await crawl.setCursor(shelf, id, JSON.stringify(state))
}

async function readState({ crawl, settings }: FollowDeps, { id, observedAt, engagement }: Mention): Promise<RevisitState> {
  const kept = await crawl.cursor(shelf, id)
  const read = kept === null ? null : RevisitState.safeParse(JSON.parse(kept))
  return read?.success === true ? read.data : firstLook(observedAt, engagement, settings)
}

/** Half for the most discussed, half for the newest; rows come newest first. */
function worthwhile(rows: readonly StoredMention[], most: number): readonly StoredMention[] {
  if (rows.length <= most) return rows
  const discussed = rows.toSorted((a, b) => (interactions(b.mention.engagement) ?? -1) - (interactions(a.mention.engagement) ?? -1))
  const chosen = new Set<StoredMention>()
  for (let place = 0; chosen.size < most && place < rows.length; place++) {
    for (const row of [discussed[place], rows[place]]) if (row !== undefined && chosen.size < most) chosen.add(row)
  }
  return [...chosen]
}

/** The crawler that watches the source may have looked since: then ours is not due so soon. */
function withOthersLooks(state: RevisitState, { mention }: { readonly mention: Mention }, settings: RevisitSettings): RevisitState {
  if (mention.observedAt <= state.at || mention.gone !== undefined) return state
  return afterLook(state, { kind: 'seen', engagement: mention.engagement, newText: false }, mention.observedAt, settings)
}
