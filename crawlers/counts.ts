/**
 * A count as platforms write it: 1234, "1,234", "1.2万", "3亿+", "100万+". Null for whatever is no count ("None", "转发", "", negative):
 * unknown is never 0.
 */
export function readCount(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.round(value) : null
  if (typeof value !== 'string') return null
  const match = /^\s*(\d+(?:\.\d+)?)\s*([千kK]|[万wW]|亿)?\s*\+?\s*$/.exec(value.normalize('NFKC').replaceAll(',', ''))
  if (match === null) return null
  const unit = match[2] ?? ''
  const factor = unit === '' ? 1 : /[千k]/i.test(unit) ? 1000 : /[万w]/i.test(unit) ? 10_000 : 100_000_000
  return Math.round(Number(match[1]) * factor)
}
