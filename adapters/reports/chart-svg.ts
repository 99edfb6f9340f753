import type { Chart } from '../../core/reports/paper.ts'
import { escapeHtml } from './escape-html.ts'

const width = 560
const ink = '#1F3864'

/** A chart as a drawing in black and one blue; each bar has its number, and the curve its axis, so that no colour says anything. */
export function chartSvg(chart: Chart): string {
  return chart.form === 'curve' ? curveSvg(chart) : barsSvg(chart)
}

function barsSvg({ points, unit }: Chart): string {
  const row = 22
  const left = 130
  const most = Math.max(...points.map(({ value }) => value), 1)
  const bars = points.map(({ label, value }, index) => {
    const length = Math.round((value / most) * (width - left - 70))
    const y = index * row
    return `<text x="${left - 8}" y="${y + 15}" text-anchor="end">${escapeHtml(label)}</text><rect x="${left}" y="${y + 4}" width="${length}" height="13" fill="${ink}"/><text x="${left + length + 6}" y="${y + 15}">${value}${escapeHtml(unit)}</text>`
  })
  return svg(points.length * row + 4, bars.join(''))
}

function curveSvg({ points, unit }: Chart): string {
  const height = 165
  const [left, right, top, bottom] = [46, 12, 20, 28]
  const most = niceMost(Math.max(...points.map(({ value }) => value), 1))
  const x = (index: number): number => left + (points.length === 1 ? 0 : (index / (points.length - 1)) * (width - left - right))
  const y = (value: number): number => height - bottom - (value / most) * (height - top - bottom)
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(most * share).toFixed(1)
    return `<line x1="${left}" x2="${width - right}" y1="${at}" y2="${at}" stroke="#bbb" stroke-width="0.5"/><text x="${left - 6}" y="${at}" dy="4" text-anchor="end">${Math.round(most * share)}</text>`
  })
  const every = Math.max(1, Math.ceil(points.length / 8))
  const labels = points.map(({ label }, index) =>
    index % every === 0 ? `<text x="${x(index).toFixed(1)}" y="${height - 8}" text-anchor="middle">${escapeHtml(label)}</text>` : ''
  )
  const path = points.map(({ value }, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
  const curve = `<polyline points="${path}" fill="none" stroke="${ink}" stroke-width="1.8" stroke-linejoin="round"/>`
  return svg(height, `<text x="${left - 6}" y="10" text-anchor="end">${escapeHtml(unit)}</text>${lines.join('')}${labels.join('')}${curve}`)
}

function svg(height: number, inner: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="100%" font-size="11" fill="#000" role="img">${inner}</svg>`
}

/** A round number that is not below, so that the axis has round marks: 4, 8, 20, 40, 80, 200 … */
function niceMost(most: number): number {
  for (let unit = 4; ; unit *= 10) for (const factor of [1, 2, 5]) if (unit * factor >= most) return unit * factor
}
