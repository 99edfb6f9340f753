import { chinaWallTime, type Instant } from '../instant.ts'

/** `21时`, and the day where a new one begins. */
export function hourLabel(at: Instant): string {
  const wall = chinaWallTime(at)
  const hour = Number(wall.slice(11, 13))
  return hour === 0 ? `${Number(wall.slice(8, 10))}日` : `${hour}时`
}

/** `11-27`. */
export function chinaDayLabel(at: Instant): string {
  return chinaWallTime(at).slice(5, 10)
}

/** As many whole labels stand side by side under a curve. */
const mostWhole = 10

/** Labels under a curve; many are numbers alone, and their unit is said once for the axis: `7 8 9 …` 时, `1 2 3 …` 日. */
export function axisLabels(points: readonly { readonly label: string }[]): { readonly labels: string[]; readonly unit: string } {
  const labels = points.map(({ label }) => label)
  if (labels.length <= mostWhole) return { labels, unit: '' }
  if (labels.some((label) => label.endsWith('时')))
    return { labels: labels.map((label) => (label.endsWith('时') ? label.slice(0, -1) : '0')), unit: '时' }
  return { labels: labels.map((label) => String(Number(label.slice(-2)))), unit: '日' }
}
