import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { gradeWords } from '../../core/grade.ts'
import type { IncidentRow, LiveMessage, Problem } from '../../dashboard-api/contract.ts'
import { useAnnouncer } from '../announcer.ts'
import { toProblem, useApi } from '../api.ts'
import { followLive } from '../live.ts'
import { usePageTitle } from '../page-title.ts'
import { mergeRow, mergeRows, type QueueStatus } from './queue.ts'

/** The most urgent are there at once; the rest of a long queue comes behind them. */
const first = 200
const further = 500
const most = 5000

/** How long a new row stays tinted. */
const freshMs = 2000

/** The queue of one status: read once, followed live, read again at each `hello` of the live connection. */
export function useQueue(status: Readonly<Ref<QueueStatus>>) {
  const api = useApi()
  const announcer = useAnnouncer()
  const title = usePageTitle()
  const rows = shallowRef<readonly IncidentRow[]>([])
  const problem = ref<Problem | null>(null)
  const loaded = ref(false)
  const fresh = ref(new Set<string>())

  /** Which read is the last: an answer that was overtaken is dropped. */
  let reads = 0
  /** What is told while a read is under way, and may be newer than its answer; null while none is. */
  let told: IncidentRow[] | null = null

  async function read(): Promise<void> {
    const asked = status.value
    const mine = ++reads
    told = []
    const quietly = !loaded.value
    try {
      let queue = await api.incidents({ status: asked, limit: first })
      const all = [...queue.rows]
      if (mine !== reads) return
      if (quietly) show(all, asked, true)
      loaded.value = true
      while (queue.cursor !== null && all.length < most) {
        queue = await api.incidents({ status: asked, limit: further, cursor: queue.cursor })
        if (mine !== reads) return
        all.push(...queue.rows)
      }
      show(all, asked, quietly)
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
      if (!resumed || !loaded.value || problem.value !== null) void read()
    }
  )

  watch(
    status,
    () => {
      loaded.value = false
      rows.value = []
      void read()
    },
    { immediate: true }
  )

  return { rows: computed(() => rows.value), problem, loaded, fresh, read, take }
}
