import type { Checklist } from '../core/checklist.ts'
import type { RulePack } from '../core/rule.ts'
import type { Part } from './load.ts'
import { nearestName } from './suggest.ts'

/** A checklist for a kind of event that no rule names starts never. */
export function warnOfVainChecklists({ value, file, at }: Part<readonly Checklist[]>, packs: readonly Part<RulePack>[]): void {
  const known = [...new Set(packs.flatMap((pack) => pack.value.rules.flatMap(({ eventType }) => eventType ?? [])))]
  for (const [index, { eventTypes }] of value.entries()) {
    for (const [place, type] of eventTypes.entries()) {
      if (known.includes(type)) continue
      const near = nearestName(type, known)
      file.warn(
        [...at, index, 'eventTypes', place],
        `没有规则给出事件类型 ${type}，此检查单只在人工立案写明时启动${near === null ? '' : `，是否应为 ${near}?`}`
      )
    }
  }
}
