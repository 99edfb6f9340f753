import { hourMs, minuteMs, msOf } from '../../core/instant.ts'
import type { SpreadPath, SpreadStation } from '../../core/heat/spread-path.ts'
import { sourceKindWords } from '../../core/search-fields.ts'

export interface PlacedStation {
  readonly station: SpreadStation
  readonly x: number
  readonly y: number
  readonly radius: number
}

export interface SpreadLayout {
  readonly width: number
  readonly height: number
  readonly lanes: readonly { readonly words: string; readonly y: number; readonly height: number }[]
  readonly stations: readonly PlacedStation[]
  readonly ways: readonly { readonly path: string; readonly named: boolean; readonly key: string }[]
  readonly ticks: readonly { readonly x: number; readonly atMs: number }[]
  /** Stations of which nobody knows when: they stand at the left edge, before the axis. */
  readonly undated: number
}

const laneLabel = 88
const right = 120
const rowHeight = 26
const gap = 118
const steps = [10, 30, 60, 120, 360, 720, 1440, 2880, 10_080] as const

/** From left to right by time, a lane for each kind of source; those of a lane that would cover each other stand under each other. */
export function layOut({ stations, links }: SpreadPath, width: number): SpreadLayout {
  const dated = stations.filter(({ firstAt }) => firstAt !== null)
  const times = dated.map(({ firstAt }) => (firstAt === null ? 0 : msOf(firstAt)))
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const span = Math.max(to - from, 10 * minuteMs)
  const left = laneLabel + (dated.length < stations.length ? 72 : 16)
  const scale = (ms: number): number => left + ((ms - from) / span) * (width - left - right)
  const kinds = [...new Set(stations.map(({ sourceKind }) => sourceKind))]
  const placed = new Map<string, PlacedStation>()
  let top = 8
  const lanes = kinds.map((kind) => {
    const rows: number[] = []
    for (const station of stations.filter(({ sourceKind }) => sourceKind === kind)) {
      const x = station.firstAt === null ? laneLabel + 20 : scale(msOf(station.firstAt))
      const free = rows.findIndex((end) => x - end >= gap)
      const row = free === -1 ? rows.length : free
      rows[row] = x
      placed.set(station.id, { station, x, y: top + row * rowHeight + rowHeight / 2, radius: Math.min(10, 4 + Math.sqrt(station.mentions)) })
    }
    const lane = { words: sourceKindWords[kind], y: top, height: Math.max(1, rows.length) * rowHeight }
    top += lane.height + 8
    return lane
  })
  const ways = links.flatMap(({ from: one, to: other, kind }) => {
    const [a, b] = [placed.get(one), placed.get(other)]
    if (a === undefined || b === undefined) return []
    const middle = (a.x + b.x) / 2
    return [{ key: `${one} ${other}`, named: kind === 'named', path: `M${a.x} ${a.y}C${middle} ${a.y} ${middle} ${b.y} ${b.x} ${b.y}` }]
  })
  return {
    width,
    height: top + 24,
    lanes,
    stations: [...placed.values()],
    ways,
    ticks: dated.length === 0 ? [] : ticksOf(from, to, span).map((atMs) => ({ atMs, x: scale(atMs) })),
    undated: stations.length - dated.length
  }
}

/** At most seven, on full steps of +08:00. */
function ticksOf(from: number, to: number, span: number): number[] {
  const step = (steps.find((minutes) => span / (minutes * minuteMs) <= 7) ?? 10_080) * minuteMs
  const first = Math.ceil((from + 8 * hourMs) / step) * step - 8 * hourMs
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step)
}
