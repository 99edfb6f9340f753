import { hourMs, msOf, type Instant } from '../../core/instant.ts'

type Step = { readonly at: Instant; readonly rank: number | null }

/** The rank that is drawn at the bottom. */
const deepest = 50

/**
 * The newest day as pieces of a line: a place holds until the next look, the top is 1, and where it was not on the list there is a gap.
 * In a box of `width` by `height`.
 */
export function curvePieces(curve: readonly Step[], nowMs: number, width: number, height: number): string[] {
  const beginMs = nowMs - 24 * hourMs
  const x = (at: number): number => round(Math.min(1, Math.max(0, (at - beginMs) / (nowMs - beginMs))) * width)
  const y = (rank: number): number => round(1 + ((Math.min(rank, deepest) - 1) / (deepest - 1)) * (height - 2))
  const pieces: string[][] = []
  let isOn = false
  for (const [index, { at, rank }] of curve.entries()) {
    if (rank === null) {
      isOn = false
      continue
    }
    const next = curve[index + 1]
    const points = [`${x(msOf(at))},${y(rank)}`, `${x(next === undefined ? nowMs : msOf(next.at))},${y(rank)}`]
    if (isOn) pieces.at(-1)?.push(...points)
    else pieces.push(points)
    isOn = true
  }
  return pieces.map((points) => points.join(' '))
}

/** For who cannot see the curve: 12 → 3 → 离榜 → 8. */
export function curveWords(curve: readonly Step[]): string {
  const told = curve.filter(({ rank }, index) => rank !== curve[index - 1]?.rank).slice(-6)
  return told.map(({ rank }) => (rank === null ? '离榜' : `第 ${rank}`)).join(' → ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
