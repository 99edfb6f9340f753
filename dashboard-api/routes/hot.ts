import type { FastifyInstance } from 'fastify'
import { NotFoundError } from '../../core/errors.ts'
import { hotConcern } from '../../core/heat/hot-concern.ts'
import { rankCourse } from '../../core/heat/rank-course.ts'
import { hotMentionId, readHotListLook, readHotLists, type HotListEntry, type HotListLook, type HotListName } from '../../core/hot-list-book.ts'
import type { MentionId } from '../../core/mention.ts'
import type { CountPoint } from '../../core/observed-counts.ts'
import type { StoredMention } from '../../core/records.ts'
import type { SourceHealth } from '../../core/source.ts'
import { healthWords } from '../../core/source-state.ts'
import type { AppContext } from '../context.ts'
import { HotQuery, type HotEntry, type HotList, type HotView } from '../contract-search.ts'
import { readRequest } from '../read-request.ts'

interface Listed extends HotListName {
  readonly id: string
  readonly look: HotListLook
}

interface Standing {
  readonly list: Listed
  readonly entry: HotListEntry
  readonly mentionId: MentionId
  readonly stored: StoredMention | null
}

const mostEntries = 200

/** 热点: every list that is watched, without keywords, as it was seen last. */
export function hotRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context

  app.get('/api/hot', { config: { access: 'mention.search' } }, async (request): Promise<HotView> => {
    const { list } = readRequest(HotQuery, request.query)
    const [lists, health] = await Promise.all([listsOf(context), stores.crawl.health()])
    if (list !== undefined && !lists.some(({ id }) => id === list)) throw new NotFoundError('没有这个榜单')
    const standing = await standingOf(context, lists)
    const concerns = standing.filter((one) => isConcern(one))
    const shown = (list === undefined ? concerns : standing.filter((one) => one.list.id === list)).slice(0, mostEntries)
    const series = await stores.mentions.seriesOf(shown.map(({ mentionId }) => mentionId))
    return {
      now: clock.now(),
      lists: lists.map((one) => listView(one, health, concerns)),
      list: list ?? null,
      entries: shown.map((one) => entryView(context, one, series.get(one.mentionId) ?? []))
    }
  })
}

/** Only what a source of the configuration watches. */
async function listsOf({ stores, clock, sources }: AppContext): Promise<Listed[]> {
  const named = await readHotLists(stores.crawl, clock.elapsedMs())
  const watched = named.filter(({ sourceId }) => sources.some(({ id }) => id === sourceId))
  const looks = await Promise.all(watched.map((one) => readHotListLook(stores.crawl, one)))
  return watched.flatMap((one, index) => {
    const look = looks[index]
    return look == null ? [] : [{ ...one, id: `${one.sourceId}:${one.list}`, look }]
  })
}

async function standingOf({ stores, writer }: AppContext, lists: readonly Listed[]): Promise<Standing[]> {
  const all = lists.flatMap((list) =>
    list.look.entries.map((entry) => ({ list, entry, mentionId: hotMentionId(list.list, entry.key, writer.sha256) }))
  )
  const stored = new Map((await stores.mentions.getMany(all.map(({ mentionId }) => mentionId))).map((one) => [one.mention.id, one]))
  return all.map((one) => ({ ...one, stored: stored.get(one.mentionId) ?? null }))
}

function concernOf({ stored }: Standing): ReturnType<typeof hotConcern> {
  return hotConcern(stored?.assessment ?? null)
}

function isConcern(one: Standing): boolean {
  const concern = concernOf(one)?.concern
  return concern === 'ours' || concern === 'maybe'
}

function listView({ id, sourceId, name, look }: Listed, health: readonly SourceHealth[], concerns: readonly Standing[]): HotList {
  const own = health.find((one) => one.sourceId === sourceId)
  return {
    id,
    sourceId,
    name,
    state: own?.state ?? null,
    stateWords: own === undefined ? '还没有采集记录' : healthWords[own.state],
    seenAt: own?.lastOkAt ?? null,
    changedAt: look.changedAt,
    entries: look.entries.length,
    concerning: concerns.filter((one) => one.list.id === id).length
  }
}

function entryView({ clock }: AppContext, one: Standing, series: readonly CountPoint[]): HotEntry {
  const { list, entry, mentionId, stored } = one
  const { best, since, curve } = rankCourse(series, clock.now())
  const concern = concernOf(one)
  return {
    mentionId,
    list: list.id,
    listName: list.name,
    title: entry.title,
    text: entry.text === entry.title ? null : entry.text,
    url: entry.url,
    rank: entry.rank ?? null,
    best,
    since,
    firstSeenAt: stored?.firstSeenAt ?? null,
    curve: [...curve],
    concern: concern?.concern ?? null,
    concernWords: [...(concern?.words ?? [])],
    eventType: stored?.assessment?.eventType ?? null,
    incidentId: stored?.incidentId ?? null
  }
}
