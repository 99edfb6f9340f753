import { gradeWords, type Grade } from '../core/grade.ts'
import { driftOf, type Drift, type DriftCell } from '../core/incident/drift.ts'
import type { Stores } from '../core/ports.ts'
import { result } from './exit.ts'
import { padded } from './table.ts'

/** `incidents drift`: how far the machine's grades are from people's, by month and department. */
export async function drift(stores: Pick<Stores, 'incidents'>, mostRead: number, json: boolean): Promise<void> {
  const found = driftOf(await stores.incidents.list({ limit: mostRead }))
  await result(json ? found : page(found))
}

function page(found: Drift): string {
  const { judged, agreed, raised, lowered, dismissed, missed, meanShift, kappa } = found
  if (judged === 0) return '还没有人核定过等级，无从比较'
  const rows = found.cells.map((cell) => [
    cell.month,
    cell.department ?? '未定部门',
    `机器 ${named(cell.machine)}`,
    `人 ${wordOf(cell)}`,
    `${cell.incidents} 件`
  ])
  return [
    `人核定 ${judged} 件：一致 ${agreed}，上调 ${raised}（其中机器未定级 ${missed}），下调 ${lowered}，驳回为误报 ${dismissed}`,
    `平均偏差 ${two(meanShift)} 级（正数：机器判轻了），加权 κ ${two(kappa)}（1 完全一致，0 与碰巧无异）`,
    ...padded(rows)
  ].join('\n')
}

function wordOf({ person, dismissed }: DriftCell): string {
  return dismissed ? '误报' : named(person)
}

function named(grade: Grade | null): string {
  return grade === null ? '未定级' : gradeWords[grade]
}

function two(value: number | null): string {
  return value === null ? '无法计算' : value.toFixed(2)
}
