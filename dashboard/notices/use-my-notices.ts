import { computed, ref, shallowRef } from 'vue'
import type { NoticeView } from '../../dashboard-api/contract-notices.ts'
import { useApi } from '../api.ts'
import { readLive } from '../live.ts'
import { useSession } from '../session.ts'
import { mayRing, rings, unreadFirst, withNotice } from './unread.ts'

const mostIncidents = 500

/** What was told to me here, as it stands now, and whether one of it rings. */
export function useMyNotices() {
  const api = useApi()
  const session = useSession()
  const rows = shallowRef<readonly NoticeView[]>([])
  const open = ref<ReadonlySet<string>>(new Set())

  /** What fails here comes again with the next connection; the desk says that the server is away. */
  async function read(): Promise<void> {
    try {
      rows.value = (await api.notices()).rows
      if (!rows.value.some(mayRing)) return
      const queue = await api.incidents({ status: 'open', grades: 'I,II', limit: mostIncidents })
      open.value = new Set(queue.rows.map(({ id }) => id))
    } catch {
      // Read again at the next `hello`.
    }
  }

  if (session.may('notice.read')) {
    readLive(
      (message) => {
        if (message.type === 'notice' && message.notice.channel === 'dashboard') rows.value = withNotice(rows.value, message.notice)
        if (message.type !== 'incident') return
        const next = new Set(open.value)
        if (message.row.status === 'open') next.add(message.row.id)
        else next.delete(message.row.id)
        open.value = next
      },
      () => void read()
    )
  }

  const ringers = computed(() => (session.may('incident.acknowledge') ? rows.value.filter((row) => rings(row, open.value)) : []))
  return {
    unread: computed(() => unreadFirst(rows.value)),
    ringers,
    markRead: (notice: NoticeView) => (rows.value = withNotice(rows.value, { ...notice, state: 'read' })),
    ringing: computed(() => ringers.value.length > 0)
  }
}
