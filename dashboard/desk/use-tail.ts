import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Problem } from '../../dashboard-api/contract.ts'
import { toProblem, useApi } from '../api.ts'
import { emptyTail, released, withFound } from './tail.ts'

const everyMs = 5_000
const hiddenEveryMs = 30_000
const asked = 20
const askedFirst = 50

/** The newest mentions as they are found. Held while somebody reads, which is told by the caller. */
export function useTail(options: { readonly relevantOnly: () => boolean }) {
  const api = useApi()
  const tail = shallowRef(emptyTail)
  const problem = ref<Problem | null>(null)
  const loaded = ref(false)
  const live = ref(true)
  const held = ref(false)
  let turn = 0
  let timer = 0

  async function read(): Promise<void> {
    window.clearTimeout(timer)
    const mine = ++turn
    try {
      const page = await api.mentions({ relevantOnly: options.relevantOnly() ? '1' : '0', limit: loaded.value ? asked : askedFirst })
      if (mine !== turn) return
      tail.value = withFound(tail.value, page.rows, held.value && loaded.value)
      problem.value = null
      loaded.value = true
    } catch (error) {
      if (mine === turn) problem.value = toProblem(error)
    }
    if (mine === turn && live.value) timer = window.setTimeout(() => void read(), document.hidden ? hiddenEveryMs : everyMs)
  }

  function stop(): void {
    turn++
    window.clearTimeout(timer)
  }

  watch(
    options.relevantOnly,
    () => {
      tail.value = emptyTail
      loaded.value = false
      void read()
    },
    { immediate: true }
  )
  watch(live, (isLive) => (isLive ? void read() : stop()))
  watch(held, (isHeld) => {
    if (!isHeld) tail.value = released(tail.value)
  })
  onScopeDispose(stop)

  return {
    rows: computed(() => tail.value.shown),
    waiting: computed(() => tail.value.waiting.length),
    problem,
    loaded,
    live,
    held,
    read,
    bringIn: () => (tail.value = released(tail.value))
  }
}
