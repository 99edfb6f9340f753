import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { gradeWords } from '../../core/grade.ts'
import type { IncidentRow, LiveMessage, Problem } from '../../dashboard-api/contract.ts'
import { useAnnouncer } from '../announcer.ts'
import { toProblem, useApi } from '../api.ts'
import { followLive, patienceMs, useLive } from '../live.ts'
import { usePageTitle } from '../page-title.ts'
import { firstRows } from './first-of-queue.ts'
import { mergeRow, mergeRows, type QueueStatus } from './queue.ts'

const further = 500
const most = 5000

/** How long a new row stays tinted. */
const freshMs = 2000

/**
 * The queue of one status. Its first rows are read at once, all of it with the `hello` of the live connection, after which every change is
 * told, and again where a later `hello` does not take up what was told before.
 */
export function useQueue(status: Readonly<Ref<QueueStatus>>) {
  const api = useApi()
  const live = useLive()
  const announcer = useAnnouncer()
  const title = usePageTitle()
  const rows = shallowRef<readonly IncidentRow[]>([])
  const problem = ref<Problem | null>(null)
  const loaded = ref(false)
  /** Nothing is missing below the rows. */
  const whole = ref(false)
  const fresh = ref(new Set<string>())

  /** Which read is the last: an answer that was overtaken is dropped. */
  let reads = 0
  /** What is told while a read is under way, and may be newer than its answer; null while none is. */
  let told: IncidentRow[] | null = null
  let timer = 0

  /** `onlyFirst`: the rest is read soon, with the `hello`. */
  async function read(onlyFirst = false): Promise<void> {
    window.clearTimeout(timer)
    const asked = status.value
    const mine = ++reads
    told = []
    const quietly = !whole.value
    try {
      let queue = await api.incidents({ status: asked, limit: loaded.value ? further : firstRows })
      const all = [...queue.rows]
      if (mine !== reads) return
      if (!loaded.value) show(all, asked, true)
      loaded.value = true
      if (onlyFirst && queue.cursor !== null) {
        timer = window.setTimeout(() => void read(), patienceMs)
      } else {
        while (queue.cursor !== null && all.length < most) {
          queue = await api.incidents({ status: asked, limit: further, cursor: queue.cursor })
          if (mine !== reads) return
          all.push(...queue.rows)
        }
        show(all, asked, quietly)
        whole.value = true
      }
      problem.value = null
    } catch (error) {
      if (mine !== reads) return
      problem.value = toProblem(error)
    }
    told = null
    loaded.value = true
  }

  /** `quietly`: they were there before, only further down. */
  function show(read: readonly IncidentRow[], asked: QueueStatus, quietly: boolean): void {
    const known = new Set(rows.value.map(({ id }) => id))
    if (!quietly) for (const row of read) if (!known.has(row.id)) arrive(row)
    rows.value = mergeRows(read, told ?? [], asked)
    rows.value.forEach(api.shows)
  }

  function take(row: IncidentRow): void {
    told?.push(row)
    api.shows(row)
    const merged = mergeRow(rows.value, row, status.value)
    rows.value = merged.rows
    if (merged.arrived) arrive(row)
  }

  function arrive(row: IncidentRow): void {
    fresh.value.add(row.id)
    window.setTimeout(() => fresh.value.delete(row.id), freshMs)
    if (document.hidden) title.unread.value += 1
    const words = `新事件：${row.grade === null ? '未定级' : gradeWords[row.grade]},${row.title}`
    if (row.grade === 'I') announcer.sayUrgently(words)
    else announcer.say(words)
  }

  followLive(
    (message: LiveMessage) => {
      if (message.type === 'incident') take(message.row)
    },
    (resumed) => {
      if (!resumed || !whole.value || problem.value !== null) void read()
    }
  )

  watch(
    status,
    () => {
      loaded.value = false
      whole.value = false
      rows.value = []
      void read(!live.greeted.value)
    },
    { immediate: true }
  )

  onScopeDispose(() => window.clearTimeout(timer))

  return { rows: computed(() => rows.value), problem, loaded, whole, fresh, read: () => read(), take }
}
