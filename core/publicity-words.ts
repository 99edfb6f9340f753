import { openConflicts } from './incident/publicity.ts'
import type { FoundConflict } from './incident/publicity-events.ts'
import type { IncidentState } from './incident/state.ts'
import { awaitedStep } from './incident/wording.ts'
import { chinaWallTime } from './instant.ts'
import { waitingWordings } from './publicity-news.ts'

const sortWords = { figure: '数字', cause: '原因', place: '地点', time: '时间' } as const satisfies Record<FoundConflict['sort'], string>

/** 死亡（数字）. */
export function conflictName({ sort, about }: Pick<FoundConflict, 'sort' | 'about'>): string {
  return sort === 'cause' || sort === 'time' ? about : `${about}（${sortWords[sort]}）`
}

/** Both passages, each with who says it, where and since when. */
export function conflictWords({ sides }: Pick<FoundConflict, 'sides'>): string {
  return sides.map(({ unit, what, at, passage }) => `${unit}（${what}，${chinaWallTime(at)}）：“${passage}”`).join('；')
}

/** What notices say of it. */
export function conflictLines(state: IncidentState): string[] {
  return openConflicts(state).map((conflict) => `口径不一致，${conflictName(conflict)}：${conflictWords(conflict)}`)
}

/** What notices say of wordings that wait. */
export function waitingLines(state: IncidentState): string[] {
  return waitingWordings(state).map(
    (one) => `口径第 ${one.version} 版${one.unit === undefined ? '' : `（${one.unit.name}）`}待${awaitedStep(one, state.policy)?.words ?? ''}`
  )
}
