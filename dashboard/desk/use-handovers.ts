import { onScopeDispose, shallowRef } from 'vue'
import type { HandoverList } from '../../dashboard-api/contract-handover.ts'
import { useApi } from '../api.ts'
import { readLive } from '../live.ts'

const everyMs = 60_000

/** 交接班 as it stands, read at each connection and now and then. What fails comes with the next reading. */
export function useHandovers() {
  const api = useApi()
  const list = shallowRef<HandoverList | null>(null)

  async function read(): Promise<void> {
    list.value = await api.handovers().catch(() => list.value)
  }

  const timer = window.setInterval(() => void read(), everyMs)
  onScopeDispose(() => window.clearInterval(timer))
  readLive(
    () => undefined,
    () => void read()
  )
  return { list, read, take: (answer: HandoverList) => (list.value = answer) }
}
