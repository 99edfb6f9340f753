import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { WallView } from '../../dashboard-api/contract-wall.ts'
import { useApi } from '../api.ts'

const everyMs = 5_000
const staleAfterMs = 30_000

/** The figures of the wall, asked every few seconds; stale when nobody answered for half a minute, and said so. */
export function useWall() {
  const api = useApi()
  const view = shallowRef<WallView | null>(null)
  const now = ref(performance.now())
  let answeredAt = performance.now()
  let timer = 0

  async function read(): Promise<void> {
    try {
      view.value = await api.wall()
      answeredAt = performance.now()
    } catch {
      // What stands there grows old; the frame says how old.
    }
    timer = window.setTimeout(() => void read(), everyMs)
  }

  void read()
  const ticker = window.setInterval(() => (now.value = performance.now()), 1000)
  onScopeDispose(() => {
    window.clearTimeout(timer)
    window.clearInterval(ticker)
  })

  const ageMs = computed(() => Math.max(0, now.value - answeredAt))
  return { view, ageMs, stale: computed(() => ageMs.value > staleAfterMs) }
}
