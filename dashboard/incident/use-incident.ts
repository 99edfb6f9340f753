import { ref, shallowRef, watch, type Ref } from 'vue'
import type { IncidentDetail, Problem } from '../../dashboard-api/contract.ts'
import { toProblem, useApi } from '../api.ts'
import { followLive } from '../live.ts'

/** One incident, read again whenever the server says that it changed. */
export function useIncident(id: Readonly<Ref<string>>) {
  const api = useApi()
  const incident = shallowRef<IncidentDetail | null>(null)
  const problem = ref<Problem | null>(null)
  let reading = false
  let again = false

  /** Hints come in bursts; while one read is under way the next waits, so that the last one sees everything. */
  async function read(): Promise<void> {
    if (reading) {
      again = true
      return
    }
    reading = true
    do {
      again = false
      const asked = id.value
      try {
        const answer = await api.incident(asked)
        if (asked === id.value) take(answer)
        noteOpened(answer)
        problem.value = null
      } catch (error) {
        problem.value = toProblem(error)
      }
    } while (again)
    reading = false
  }

  /** Whoever looks at a hidden page has not read it. A receipt that fails comes again with the next reading. */
  function noteOpened({ id: shown, notices }: IncidentDetail): void {
    const unread = notices.some(({ channel, state }) => channel === 'dashboard' && state !== 'read' && state !== 'signed')
    if (unread && document.visibilityState === 'visible') void api.incidentOpened(shown).catch(() => undefined)
  }

  function take(answer: IncidentDetail): void {
    if (incident.value === null || incident.value.id !== answer.id || incident.value.version <= answer.version) incident.value = answer
    api.shows(answer)
  }

  followLive(
    (message) => {
      if (message.type === 'incident' && message.row.id === id.value && message.row.version !== incident.value?.version) void read()
      if (message.type === 'notice' && message.notice.subject.id === id.value) void read()
    },
    () => void read()
  )

  watch(
    id,
    () => {
      incident.value = null
      void read()
    },
    { immediate: true }
  )

  return { incident, problem, read, take }
}
