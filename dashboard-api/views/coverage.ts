import { fetchFaultClassWords } from '../../core/fetch-fault-class.ts'
import type { Instant } from '../../core/instant.ts'
import { coverageWords, coverPlatforms, type KindCoverage } from '../../core/platform-coverage.ts'
import { healthWords } from '../../core/source-state.ts'
import { isSeen, isWatched } from '../../core/source-tally.ts'
import type { Source, SourceHealth } from '../../core/source.ts'
import type { CoveredKind, PlatformCoverage } from '../contract-coverage.ts'

export function coverageView(sources: readonly Source[], rows: readonly SourceHealth[], now: Instant): PlatformCoverage {
  const kinds = coverPlatforms(sources, rows)
  return {
    now,
    holes: kinds.filter(({ asked, state }) => asked !== null && (state === 'none' || state === 'blind')).map(({ words }) => words),
    kinds: kinds.map(kindView)
  }
}

function kindView({ kind, words, asked, state, sources }: KindCoverage): CoveredKind {
  const on = sources.filter((one) => isWatched(one.state))
  const news = on.flatMap(({ health }) => health?.lastNewAt ?? []).sort()
  return {
    kind,
    words,
    asked,
    state,
    stateWords: coverageWords[state],
    on: on.length,
    seen: on.filter((one) => isSeen(one.state)).length,
    lastNewAt: news.at(-1) ?? null,
    sources: sources.map(({ source, health, state: own }) => ({
      id: source.id,
      name: source.name,
      state: own,
      stateWords: healthWords[own],
      lastNewAt: health?.lastNewAt ?? null,
      faultWords: !isWatched(own) || health?.faultClass == null ? null : fetchFaultClassWords(health.faultClass),
      reason: !isWatched(own) ? null : (health?.lastError ?? null)
    }))
  }
}
