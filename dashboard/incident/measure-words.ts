import type { FactName } from '../../core/assessment.ts'
import type { Measure } from '../../core/grading.ts'

export const factWords = {
  deaths: '死亡',
  seriousInjuries: '重伤',
  injuries: '受伤',
  missing: '失联',
  trapped: '被困',
  evacuated: '疏散',
  lossYuan: '直接损失',
  poisoned: '中毒',
  areaSquareMetres: '受损面积'
} as const satisfies Record<FactName, string>

const measureWords: Readonly<Record<Measure, string>> = {
  ...factWords,
  mentions: '信息条数',
  sourceKinds: '来源类型数',
  sources: '来源数',
  interactions: '转评赞',
  views: '阅读',
  negativeShare: '负面占比',
  mentionsPerHour: '每小时新增条数',
  centralMedia: '中央媒体',
  provincialMedia: '省级媒体',
  ruleGrade: '规则定级'
}

/** The word for a measure of the decision table; an unknown one stands for itself. */
export function measureName(measure: string): string {
  return (measureWords as Readonly<Record<string, string>>)[measure] ?? measure
}

/** A value that was held against a threshold; null is unknown and satisfies nothing. */
export function foundWords(found: number | string | boolean | null): string {
  if (found === null) return '未知'
  if (typeof found === 'boolean') return found ? '是' : '否'
  return typeof found === 'number' ? (Number.isInteger(found) ? found.toLocaleString('zh-CN') : found.toFixed(2)) : found
}
