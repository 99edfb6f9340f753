/** A value that was held against a threshold; null is unknown and satisfies nothing. */
export function foundWords(found: number | string | boolean | null): string {
  if (found === null) return '未知'
  if (typeof found === 'boolean') return found ? '是' : '否'
  return typeof found === 'number' ? (Number.isInteger(found) ? found.toLocaleString('zh-CN') : found.toFixed(2)) : found
}
