import { ref, shallowRef, watch, type Ref } from 'vue'
import type { IncidentWork } from '../../dashboard-api/contract-work.ts'
import type { Problem } from '../../dashboard-api/contract.ts'
import { toProblem, useApi } from '../api.ts'

/** What is being done about an incident, read again with each version of it. */
export function useWork(id: () => string, version: () => number) {
  const api = useApi()
  const work: Ref<IncidentWork | null> = shallowRef(null)
  const problem = ref<Problem | null>(null)

  async function read(): Promise<void> {
    const asked = id()
    try {
      const answer = await api.work(asked)
      if (asked === id()) take(answer)
      problem.value = null
    } catch (error) {
      problem.value = toProblem(error)
    }
  }

  /** An answer that was overtaken on its way is old. */
  function take(answer: IncidentWork): void {
    if (work.value === null || work.value.id !== answer.id || work.value.version <= answer.version) work.value = answer
    api.shows(answer)
  }

  watch([id, version], () => void read(), { immediate: true })
  return { work, problem, read, take }
}
