import type { SourceKind } from './mention.ts'
import { byUrgency } from './source-state.ts'
import { isSeen, isWatched, stateOf } from './source-tally.ts'
import type { HealthState, Source, SourceHealth } from './source.ts'

/** A kind of platform in the words of the notice that orders the watch, which names them one by one. */
export interface PlatformKind {
  readonly kind: SourceKind
  readonly words: string
  /** Where the notice names it; null: we watch it, and the notice does not ask for it. */
  readonly asked: string | null
}

const watched = '通知的监测范围'
const channels = '通知第五部分'

/** In the notice's own order. */
export const platformKinds: readonly PlatformKind[] = [
  { kind: 'portal', words: '门户网站', asked: watched },
  { kind: 'forum', words: '论坛', asked: watched },
  { kind: 'tieba', words: '贴吧', asked: watched },
  { kind: 'blog', words: '博客', asked: watched },
  { kind: 'weibo', words: '微博', asked: watched },
  { kind: 'wechat', words: '微信', asked: watched },
  { kind: 'video', words: '微视频', asked: watched },
  { kind: 'app', words: '移动客户端', asked: watched },
  { kind: 'newspaper', words: '报刊', asked: watched },
  { kind: 'broadcast', words: '广播电视', asked: watched },
  { kind: 'message-board', words: '留言板', asked: channels },
  { kind: 'hotline', words: '8890 热线', asked: channels },
  { kind: 'hot-list', words: '热榜', asked: null }
]

/** seen: every source is seen through; partly: some are not; blind: none is; unproven: none was visited yet; none: no source, or all switched off or paused. */
export type CoverageState = 'none' | 'blind' | 'unproven' | 'partly' | 'seen'

export interface KindCoverage extends PlatformKind {
  readonly state: CoverageState
  /** The worst first. */
  readonly sources: readonly { readonly source: Source; readonly state: HealthState; readonly health: SourceHealth | null }[]
}

/** What of the notice's list is watched, and what is not: the holes. */
export function coverPlatforms(sources: readonly Source[], rows: readonly SourceHealth[]): readonly KindCoverage[] {
  const byId = new Map(rows.map((row) => [row.sourceId, row]))
  return platformKinds.map((platform) => {
    const own = sources
      .filter(({ kind }) => kind === platform.kind)
      .map((source) => {
        const health = byId.get(source.id) ?? null
        return { source, health, state: stateOf(source, health) }
      })
      .sort((a, b) => byUrgency(a.state, b.state) || (a.source.id < b.source.id ? -1 : 1))
    return { ...platform, state: coverageOf(own.map(({ state }) => state)), sources: own }
  })
}

function coverageOf(states: readonly HealthState[]): CoverageState {
  const on = states.filter(isWatched)
  const seen = on.filter(isSeen).length
  if (on.length === 0) return 'none'
  if (seen === on.length) return 'seen'
  if (on.every((state) => state === 'blind')) return 'blind'
  if (on.every((state) => state === 'never' || state === 'blind')) return 'unproven'
  return 'partly'
}

export const coverageWords: Readonly<Record<CoverageState, string>> = {
  none: '没有采集源',
  blind: '全部失明',
  unproven: '尚未证实',
  partly: '部分看得到',
  seen: '看得到'
}
