import { onScopeDispose, shallowRef } from 'vue'
import type { HandoverList } from '../../dashboard-api/contract-handover.ts'
import { useApi } from '../api.ts'
import { followLive } from '../live.ts'

const everyMs = 60_000

/** 交接班 as it stands, read now and then, and again after each connection. What fails comes with the next reading. */
export function useHandovers() {
  const api = useApi()
  const list = shallowRef<HandoverList | null>(null)

  async function read(): Promise<void> {
    list.value = await api.handovers().catch(() => list.value)
  }

  void read()
  const timer = window.setInterval(() => void read(), everyMs)
  onScopeDispose(() => window.clearInterval(timer))
  followLive(
    () => undefined,
    () => void read()
  )
  return { list, read, take: (answer: HandoverList) => (list.value = answer) }
}
