import { onScopeDispose, shallowRef } from 'vue'
import type { MuteList } from '../../dashboard-api/contract-notices.ts'
import { useApi } from '../api.ts'
import { readLive } from '../live.ts'

const readEveryMs = 30_000

/** What is muted and what waits, read again when notices move and each half minute. */
export function useMutes() {
  const api = useApi()
  const list = shallowRef<MuteList | null>(null)

  async function read(): Promise<void> {
    list.value = await api.mutes().catch(() => list.value)
  }

  readLive(
    (message) => {
      if (message.type === 'notice') void read()
    },
    () => void read()
  )
  const timer = window.setInterval(() => void read(), readEveryMs)
  onScopeDispose(() => window.clearInterval(timer))
  return { list, read, take: (answer: MuteList) => (list.value = answer) }
}
