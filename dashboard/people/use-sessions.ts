import { ref } from 'vue'
import type { Problem, SessionRow } from '../../dashboard-api/contract.ts'
import { toProblem, useApi } from '../api.ts'
import { useAnnouncer } from '../announcer.ts'
import { useRead } from '../use-read.ts'

/** Sessions of the person, or of everybody, and how one is ended. */
export function useSessions(all: boolean) {
  const api = useApi()
  const announcer = useAnnouncer()
  const {
    value: list,
    problem,
    read
  } = useRead(
    () => [all],
    () => api.sessions(all)
  )
  const busyId = ref<string | null>(null)
  const endProblem = ref<Problem | null>(null)

  async function end(row: SessionRow): Promise<void> {
    busyId.value = row.id
    endProblem.value = null
    try {
      await api.endSession(row.id)
      announcer.say(`已结束${row.accountName}在 ${row.address} 的会话`)
      await read()
    } catch (error) {
      endProblem.value = toProblem(error)
    }
    busyId.value = null
  }
  return { list, problem, read, busyId, endProblem, end }
}
