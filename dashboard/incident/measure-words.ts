import type { FactName } from '../../core/assessment.ts'
import { measureWords } from '../../core/grading.ts'

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
