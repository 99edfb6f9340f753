import { ref, shallowRef, watch, type Ref } from 'vue'
import type { Problem } from '../dashboard-api/contract.ts'
import { toProblem } from './api.ts'

/**
 * What the server says, asked again whenever the key changes. A read that failed is a problem to be shown with a retry: what was read
 * before stays beside it, unless the first part of the key, which names what is read about, is another.
 */
export function useRead<T>(key: () => readonly [unknown, ...unknown[]], ask: () => Promise<T>) {
  const value: Ref<T | null> = shallowRef(null)
  const problem = ref<Problem | null>(null)
  let newest = 0

  async function read(): Promise<void> {
    const turn = ++newest
    try {
      const answer = await ask()
      // An answer that was overtaken on its way is old.
      if (turn !== newest) return
      value.value = answer
      problem.value = null
    } catch (error) {
      if (turn === newest) problem.value = toProblem(error)
    }
  }

  watch(
    key,
    ([subject], before) => {
      if (before?.[0] !== subject) value.value = null
      void read()
    },
    { immediate: true }
  )
  return { value, problem, read }
}
