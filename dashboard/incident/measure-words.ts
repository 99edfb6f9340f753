/** A threshold of the table as people write it: ≥ 5000 万. */
export function thresholdWords(threshold: string): string {
  return threshold.replace(/\d+0{4}(?!\d)/g, (digits) => {
    const value = Number(digits)
    return value % 1e8 === 0 ? `${value / 1e8} 亿` : value % 1e4 === 0 ? `${value / 1e4} 万` : digits
  })
}

/** A value that was held against a threshold; null is unknown and satisfies nothing. */
export function foundWords(found: number | string | boolean | null): string {
  if (found === null) return '未知'
  if (typeof found === 'boolean') return found ? '是' : '否'
  return typeof found === 'number' ? (Number.isInteger(found) ? found.toLocaleString('zh-CN') : found.toFixed(2)) : found
}
