import { ref, watch, type Ref } from 'vue'
import type { NoticeView } from '../../dashboard-api/contract-notices.ts'

export type DesktopNotices = 'on' | 'off' | 'refused' | 'insecure' | 'impossible'

const words = {
  on: '桌面提醒已开：红、橙事件在别的窗口时也会弹出',
  off: '桌面提醒未开',
  refused: '浏览器已拒绝桌面提醒，请在地址栏左侧的网站设置里允许',
  insecure: '浏览器只在 https 地址下允许桌面提醒，请告知系统管理员',
  impossible: '此浏览器没有桌面提醒'
} as const satisfies Record<DesktopNotices, string>

const state = ref(stateNow())

/** 桌面提醒 of this browser, and what to do where it is not. */
export function useDesktopNotices() {
  return {
    state,
    words: (): string => words[state.value],
    async switchOn(): Promise<void> {
      if (stateNow() === 'off') await Notification.requestPermission()
      state.value = stateNow()
    }
  }
}

/** Shows each that rings once, while nobody looks at the page; a click brings the page in front and opens it. */
export function useDesktopRing(ringing: Readonly<Ref<readonly NoticeView[]>>, open: (notice: NoticeView) => void): void {
  const shown = new Set<string>()
  watch(
    ringing,
    (notices) => {
      for (const notice of notices) {
        if (shown.has(notice.id)) continue
        shown.add(notice.id)
        if (document.hidden && stateNow() === 'on') show(notice, open)
      }
    },
    { immediate: true }
  )
}

function show(notice: NoticeView, open: (notice: NoticeView) => void): void {
  const desktop = new Notification(notice.title, { body: '待签收。点此打开。', tag: notice.subject.id, requireInteraction: true, icon: '/icon.svg' })
  desktop.addEventListener('click', () => {
    window.focus()
    desktop.close()
    open(notice)
  })
}

function stateNow(): DesktopNotices {
  if (!window.isSecureContext) return 'insecure'
  if (!('Notification' in window)) return 'impossible'
  if (Notification.permission === 'granted') return 'on'
  return Notification.permission === 'denied' ? 'refused' : 'off'
}
