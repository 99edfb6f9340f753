import { computed, ref } from 'vue'
import type { SupervisionRequest, SupervisionVerb } from '../../dashboard-api/contract-supervision.ts'
import type { Problem } from '../../dashboard-api/contract.ts'
import { intentKey, toProblem, useApi } from '../api.ts'

/** Sends one verb of the ledger for one dialog. The key stays the same over tries, so that a lost answer cannot make the deed twice. */
export function useDeed(done: () => void) {
  const api = useApi()
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  let key = intentKey()

  async function send<Verb extends SupervisionVerb>(incidentId: string, verb: Verb, request: SupervisionRequest<Verb>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      await api.supervise(incidentId, verb, request, key)
      done()
    } catch (error) {
      problem.value = toProblem(error)
      // The server has answered: what is corrected is a new intent.
      if (problem.value.status !== 0) key = intentKey()
    }
    busy.value = false
  }

  const fieldError = computed(
    () => (path: string) => problem.value?.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.message ?? ''
  )
  return { busy, problem, send, fieldError }
}
