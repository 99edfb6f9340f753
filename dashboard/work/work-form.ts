import { computed, ref } from 'vue'
import type { IncidentWork, WorkRequest, WorkVerb } from '../../dashboard-api/contract-work.ts'
import type { Problem } from '../../dashboard-api/contract.ts'
import { intentKey, toProblem, useApi } from '../api.ts'

/** Sends one verb for one dialog; the key stays the same over tries, so that a lost answer cannot make the deed twice. */
export function useWorkVerb<Verb extends WorkVerb>(incidentId: string, verb: Verb, done: (work: IncidentWork) => void) {
  const api = useApi()
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  let key = intentKey()

  async function send(request: WorkRequest<Verb>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      done(await api.actOnWork(incidentId, verb, request, key))
    } catch (error) {
      problem.value = toProblem(error)
      // The server has answered: what is corrected is a new intent. Without an answer it stays the same one.
      if (problem.value.status !== 0) key = intentKey()
    }
    busy.value = false
  }

  /** The message for a field of the request, where the server named it. */
  const fieldError = computed(
    () => (path: string) => problem.value?.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.message ?? ''
  )
  return { busy, problem, send, fieldError }
}
