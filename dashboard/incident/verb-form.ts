import { computed, ref } from 'vue'
import type { IncidentRequest, IncidentVerb, RegroupVerb } from '../../dashboard-api/contract-verbs.ts'
import type { IncidentDetail, Problem } from '../../dashboard-api/contract.ts'
import { intentKey, toProblem, useApi } from '../api.ts'

/** Sends one verb for one dialog. The key stays the same over tries, so that a lost answer cannot make the deed twice. */
export function useVerb<Verb extends IncidentVerb | RegroupVerb>(incidentId: string, verb: Verb, done: (incident: IncidentDetail) => void) {
  const api = useApi()
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  let key = intentKey()
  /* As the dialog was opened: what came in behind it the person has not seen. */
  let seen = api.lastShown(incidentId)

  async function send(request: IncidentRequest<Verb>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      done(await api.act(incidentId, verb, request, key, seen))
    } catch (error) {
      problem.value = toProblem(error)
      // The server has answered: what is corrected is a new intent. Without an answer it stays the same one.
      if (problem.value.status !== 0) {
        key = intentKey()
        // They have read now who was first.
        seen = api.lastShown(incidentId)
      }
    }
    busy.value = false
  }

  /** The message for a field of the request, where the server named it. */
  const fieldError = computed(
    () => (path: string) => problem.value?.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.message ?? ''
  )
  return { busy, problem, send, fieldError }
}
