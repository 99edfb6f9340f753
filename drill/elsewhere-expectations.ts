import { fetchFaultClassWords } from '../core/fetch-fault-class.ts'
import { addMs, chinaWallTime, minuteMs, msBetween, type Instant } from '../core/instant.ts'
import type { StoredMention } from '../core/records.ts'
import type { Notice } from '../core/notice.ts'
import type { Stores } from '../core/ports.ts'
import { elsewhereSources, postsBy, type Talk, type Ticket, type Wall } from './elsewhere.ts'
import type { Expectation } from './expectations.ts'
import type { Pushed } from './hotline-system.ts'
import type { Scenario } from './scenario.ts'

/** What came of the other kinds of places, as the summary shows it. */
export interface ElsewhereFound {
  /** By source: mentions, and how many of them answer another. */
  readonly mentions: Readonly<Record<string, { readonly total: number; readonly replies: number }>>
  /** Places of the entry of the hot list that was seen in most of them; null: it stood there no more. */
  readonly ranks: readonly (number | null)[]
  /** By the hotline's own count; null where the desk was not up. */
  readonly pushed: Pushed | null
  /** When it was told that the board is blind, and that it sees again. */
  readonly blind: readonly { readonly source: string; readonly toldAt: Instant | null; readonly endedAt: Instant | null }[]
}

type Held = Pick<Stores, 'mentions' | 'notices'>
type Said = Pick<StoredMention, 'mention'>
type Told = Pick<Notice, 'reason' | 'requestedAt' | 'body'>

/** Reads from the stores what came of them, and holds it against what their sites said, save what the last visits came too early for. */
export async function elsewhereExpectations(
  { elsewhere, endsAt }: Pick<Scenario, 'elsewhere' | 'endsAt'>,
  stores: Held,
  pushed: Pushed | null
): Promise<{ readonly found: ElsewhereFound; readonly expectations: readonly Expectation[] }> {
  const { board, tieba, wechat, hotList, hotline } = elsewhereSources
  const [talked, tiebaTalked, articles, listed, called] = await Promise.all(
    [board, tieba, wechat, hotList, hotline].map(({ name }) => mentionsOf(stores, name))
  )
  const series = await Promise.all((listed ?? []).map(({ mention }) => stores.mentions.engagementSeries(mention.id)))
  const ranks = series.map((points) => points.flatMap(({ rank }) => (rank === undefined ? [] : [rank])))
  const told = (await stores.notices.list({ subjectId: board.id, limit: most })).map(({ notice }) => notice)
  const whenTold = (reason: string): Instant | null => told.find((one) => one.reason === reason)?.requestedAt ?? null
  const countsOf = (mentions: readonly Said[] = []) => ({ total: mentions.length, replies: repliesAmong(mentions).length })
  return {
    found: {
      mentions: {
        [board.id]: countsOf(talked),
        [tieba.id]: countsOf(tiebaTalked),
        [wechat.id]: countsOf(articles),
        [hotList.id]: countsOf(listed),
        [hotline.id]: countsOf(called)
      },
      ranks: ranks.toSorted((a, b) => b.length - a.length)[0] ?? [],
      pushed,
      blind: [{ source: board.id, toldAt: whenTold('source:blind'), endedAt: whenTold('source:recovered') }]
    },
    expectations: [
      ...judgeTalk(board.name, talked ?? [], lengthsBy(elsewhere.board.talks, seenBy(endsAt, board))),
      ...judgeBlindness(board, elsewhere.board.wall, told),
      ...judgeTalk(tieba.name, tiebaTalked ?? [], lengthsBy(elsewhere.tieba.talks, seenBy(endsAt, tieba))),
      judgeArticles(wechat.name, articles ?? [], elsewhere.wechat.articles.filter(({ at }) => at <= seenBy(endsAt, wechat)).length),
      judgeRanks(hotList.name, ranks),
      judgeTickets(
        hotline,
        called ?? [],
        elsewhere.tickets.filter(({ at }) => at <= endsAt),
        pushed
      )
    ]
  }
}

/** What was there two intervals before the end was seen by then. */
export function seenBy(endsAt: Instant, { intervalMinutes }: { readonly intervalMinutes: number }): Instant {
  return addMs(endsAt, -2 * intervalMinutes * minuteMs)
}

/** Posts of each talk that had begun by a moment. */
export function lengthsBy(talks: readonly Talk[], moment: Instant): number[] {
  return talks.map((talk) => postsBy(talk, moment).length).filter((posts) => posts > 0)
}

/** Each article with the text of its page. */
export function judgeArticles(name: string, articles: readonly Said[], wanted: number): Expectation {
  const whole = articles.filter(({ mention }) => mention.text !== null && mention.text !== '')
  return {
    name: `${name}：文章均已采到，有正文`,
    held: wanted > 0 && whole.length >= wanted,
    detail: `${whole.length} 篇有正文（应有 ${wanted}），共 ${articles.length} 篇`
  }
}

/** An entry moves, and one that stands there no more is known to be gone. @param series places of each entry in the order of their moments */
export function judgeRanks(name: string, series: readonly (readonly (number | null)[])[]): Expectation {
  const longest = series.toSorted((a, b) => b.length - a.length)[0] ?? []
  return {
    name: `${name}：名次是一个时间序列，下榜也有记录`,
    held: new Set(longest).size >= 3 && series.some((ranks) => ranks.includes(null)),
    detail: `${series.length} 个条目，最多的一条：${longest.map((rank) => (rank === null ? '下榜' : String(rank))).join('、') || '没有名次'}`
  }
}

/** Each ticket once, and none but those, though some were sent twice. */
export function judgeTickets(
  { id, name }: { readonly id: string; readonly name: string },
  called: readonly Said[],
  tickets: readonly Pick<Ticket, 'number' | 'again'>[],
  pushed: Pushed | null
): Expectation {
  const wanted = tickets.map(({ number }) => `${id}:${number}`).toSorted()
  const twice = tickets.filter(({ again }) => again !== null).length
  const isEachOnce = JSON.stringify(called.map(({ mention }) => String(mention.id)).toSorted()) === JSON.stringify(wanted)
  return {
    name: `${name}：推送的工单各成一条，重复送来的不重复`,
    held: pushed !== null && twice > 0 && pushed.requests >= wanted.length + twice && isEachOnce,
    detail: `工单 ${wanted.length}，其中 ${twice} 件送了两次；请求 ${pushed?.requests ?? 0}，认出是同一请求的 ${pushed?.repeated ?? 0}；信息 ${called.length} 条`
  }
}

const most = 1000

async function mentionsOf({ mentions }: Held, source: string): Promise<readonly StoredMention[]> {
  const filter = { from: null, to: null, kinds: [], grades: [], incidentId: null, relevantOnly: false }
  return (await mentions.search({ query: { op: 'equals', field: 'source', value: source }, filter, limit: most, cursor: null })).rows
}

function repliesAmong(mentions: readonly Said[]): readonly Said[] {
  return mentions.filter(({ mention }) => mention.parentId !== null)
}

/** Every thread with its replies, each with the thread that it stands in. @param lengths posts of each thread */
export function judgeTalk(name: string, talked: readonly Said[], lengths: readonly number[]): Expectation[] {
  const replies = repliesAmong(talked)
  const ids = new Set<string>(talked.map(({ mention }) => mention.id))
  const orphans = replies.filter(({ mention }) => mention.parentId === null || !ids.has(mention.parentId))
  const posts = lengths.reduce((sum, length) => sum + length, 0)
  return [
    {
      name: `${name}：主题与回帖均已采到`,
      held: lengths.length > 0 && talked.length - replies.length >= lengths.length && talked.length >= posts,
      detail: `主题 ${talked.length - replies.length}（应有 ${lengths.length}），合计 ${talked.length}（应有 ${posts}）`
    },
    {
      name: `${name}：回帖都归在自己的主题下`,
      held: replies.length > 0 && orphans.length === 0,
      detail: `${replies.length} 条回帖，${orphans.length} 条没有主题`
    }
  ]
}

/** Told once within two of the source's intervals, with the class of its trouble; ended once it can be seen again. */
export function judgeBlindness(
  { name, intervalMinutes }: { readonly name: string; readonly intervalMinutes: number },
  wall: Wall,
  told: readonly Told[]
): Expectation[] {
  const blind = told.filter(({ reason }) => reason === 'source:blind')
  const recovered = told.filter(({ reason }) => reason === 'source:recovered')
  const [first] = blind
  const [end] = recovered
  const lateness = first === undefined ? null : Math.round(msBetween(wall.from, first.requestedAt) / minuteMs)
  return [
    {
      name: `${name}：失明两个间隔内告警`,
      held: blind.length === 1 && lateness !== null && lateness >= 0 && lateness <= 2 * intervalMinutes,
      detail:
        lateness === null
          ? '没有告警'
          : `${chinaWallTime(wall.from)} 起要求登录，${lateness} 分钟后告警（间隔 ${intervalMinutes} 分钟），${blind.length} 次`
    },
    {
      name: `${name}：告警写明故障类别`,
      held: first?.body.includes(fetchFaultClassWords('blocked')) ?? false,
      detail: first?.body.split('\n').find((line) => line.includes('错误')) ?? '没有告警'
    },
    {
      name: `${name}：恢复后告警结束`,
      held: recovered.length === 1 && end !== undefined && end.requestedAt >= wall.until,
      detail: end === undefined ? '没有恢复' : `${chinaWallTime(wall.until)} 可见，${chinaWallTime(end.requestedAt)} 告知恢复`
    }
  ]
}
