import { fetchFaultClassWords } from '../core/fetch-fault-class.ts'
import { chinaWallTime, minuteMs, msBetween, type Instant } from '../core/instant.ts'
import type { StoredMention } from '../core/records.ts'
import type { Notice } from '../core/notice.ts'
import type { Stores } from '../core/ports.ts'
import { elsewhereSources, postsBy, type Elsewhere, type Wall } from './elsewhere.ts'
import type { Expectation } from './expectations.ts'

/** What came of the other kinds of places, as the summary shows it. */
export interface ElsewhereFound {
  /** By source: mentions, and how many of them answer another. */
  readonly mentions: Readonly<Record<string, { readonly total: number; readonly replies: number }>>
  /** When it was told that the board is blind, and that it sees again. */
  readonly blind: readonly { readonly source: string; readonly toldAt: Instant | null; readonly endedAt: Instant | null }[]
}

type Held = Pick<Stores, 'mentions' | 'notices'>
type Said = Pick<StoredMention, 'mention'>
type Told = Pick<Notice, 'reason' | 'requestedAt' | 'body'>

/** Reads from the stores what came of them, and holds it against what their sites say by `endsAt`. */
export async function elsewhereExpectations(
  elsewhere: Elsewhere,
  endsAt: Instant,
  stores: Held
): Promise<{ readonly found: ElsewhereFound; readonly expectations: readonly Expectation[] }> {
  const { board } = elsewhereSources
  const talked = await mentionsOf(stores, board.name)
  const told = (await stores.notices.list({ subjectId: board.id, limit: most })).map(({ notice }) => notice)
  const [toldAt = null, endedAt = null] = ['source:blind', 'source:recovered'].map((reason) => told.find((one) => one.reason === reason)?.requestedAt)
  return {
    found: {
      mentions: { [board.id]: { total: talked.length, replies: repliesAmong(talked).length } },
      blind: [{ source: board.id, toldAt, endedAt }]
    },
    expectations: [
      ...judgeTalk(
        board.name,
        talked,
        elsewhere.board.talks.map((talk) => postsBy(talk, endsAt).length).filter((posts) => posts > 0)
      ),
      ...judgeBlindness(board, elsewhere.board.wall, told)
    ]
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
      held: talked.length - replies.length === lengths.length && talked.length >= posts,
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
