import { computed, ref, type Ref } from 'vue'
import type { DepartmentRole } from '../../core/assessment.ts'
import { severityOf } from '../../core/grade.ts'
import type { IncidentRow } from '../../dashboard-api/contract.ts'
import { useAnnouncer } from '../announcer.ts'
import { intentKey, toProblem, useApi } from '../api.ts'
import { useDelayedDeed } from './use-delayed-deed.ts'

export type BatchDeed = 'acknowledge' | 'assign' | 'dismiss' | 'merge'

/** What a deed needs besides its reason. */
export interface BatchForm {
  readonly reason: string
  /** Of 交办: the department that leads. */
  readonly lead: string
}

export const batchWords = { acknowledge: '签收', assign: '交办', dismiss: '驳回为误报', merge: '并案' } as const satisfies Record<BatchDeed, string>

/** One that was not done, and why. What was written with it is not lost. */
export interface BatchFault {
  readonly id: string
  readonly title: string
  readonly reason: string
  readonly written: string
}

/** Several incidents at once: chosen, asked for, ten seconds to take it back, then each done for itself. */
export function useBatch(rows: Readonly<Ref<readonly IncidentRow[]>>, take: (row: IncidentRow) => void) {
  const api = useApi()
  const announcer = useAnnouncer()
  const { waiting, ask, doNow, undo } = useDelayedDeed()
  const ids = ref(new Set<string>())
  const faults = ref<readonly BatchFault[]>([])
  const chosen = computed(() => rows.value.filter(({ id }) => ids.value.has(id)))

  function toggle(id: string): void {
    const next = new Set(ids.value)
    if (!next.delete(id)) next.add(id)
    ids.value = next
  }

  function clear(): void {
    ids.value = new Set()
  }

  function start(deed: BatchDeed, form: BatchForm): void {
    // As they are shown now: what happens to one meanwhile is told by the server.
    const those = [...chosen.value]
    const seen = new Map(those.map(({ id }) => [id, api.lastShown(id)]))
    faults.value = []
    clear()
    const words = `${batchWords[deed]} ${those.length} 件`
    announcer.say(`10 秒后${words}，可以撤销`)
    ask(words, () => void run(deed, those, form, seen))
  }

  async function run(deed: BatchDeed, those: readonly IncidentRow[], form: BatchForm, seen: ReadonlyMap<string, number | undefined>): Promise<void> {
    const failed: BatchFault[] = []
    for (const step of stepsOf(deed, those, form)) {
      try {
        take(await step.send(api, seen.get(step.row.id)))
      } catch (error) {
        failed.push({ id: step.row.id, title: step.row.title, reason: toProblem(error).detail, written: form.reason })
      }
    }
    faults.value = failed
    // Chosen again, so that a second try is one click.
    ids.value = new Set([...ids.value, ...failed.map(({ id }) => id)])
    announcer.say(failed.length === 0 ? `已${batchWords[deed]} ${those.length} 件` : `${failed.length} 件没有${batchWords[deed]}`)
  }

  return { ids, chosen, faults, waiting, toggle, clear, start, doNow, undo }
}

interface BatchStep {
  readonly row: IncidentRow
  readonly send: (api: ReturnType<typeof useApi>, seen: number | undefined) => Promise<IncidentRow>
}

function stepsOf(deed: BatchDeed, those: readonly IncidentRow[], { reason, lead }: BatchForm): BatchStep[] {
  switch (deed) {
    case 'acknowledge':
      return those
        .filter(({ unacknowledged }) => unacknowledged)
        .map((row) => ({ row, send: (api, seen) => api.act(row.id, 'acknowledge', { note: '' }, intentKey(), seen) }))
    case 'assign':
      return those.map((row) => ({
        row,
        send: (api, seen) => api.act(row.id, 'assign', { departments: sharesOf(row, lead), instruction: reason }, intentKey(), seen)
      }))
    case 'dismiss':
      return those.map((row) => ({ row, send: (api, seen) => api.act(row.id, 'dismiss', { reason }, intentKey(), seen) }))
    case 'merge': {
      const into = gravestOf(those)
      return those
        .filter((row) => row !== into)
        .map((row) => ({ row, send: (api, seen) => api.act(row.id, 'merge', { into: into?.id ?? '', reason }, intentKey(), seen) }))
    }
    default:
      return deed satisfies never
  }
}

/** One department leads; whoever assisted or coordinates already goes on with that. */
export function sharesOf({ departments }: Pick<IncidentRow, 'departments'>, lead: string): { id: string; role: DepartmentRole }[] {
  const others = departments.filter(({ id, role }) => id !== lead && role !== 'lead').map(({ id, role }) => ({ id, role }))
  return [{ id: lead, role: 'lead' }, ...others]
}

/** Where the others go: the gravest, the oldest of those. */
export function gravestOf(rows: readonly IncidentRow[]): IncidentRow | undefined {
  return rows.toSorted((a, b) => severityOf(b.grade) - severityOf(a.grade) || (a.openedAt < b.openedAt ? -1 : 1))[0]
}
