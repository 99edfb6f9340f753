import { inject, ref, watchEffect, type InjectionKey, type Ref } from 'vue'
import { faviconOf } from './favicon.ts'

/** The browser tab: unread arrivals first, 演练 on every page of a drill. */
export interface PageTitle {
  readonly name: Ref<string>
  readonly unread: Ref<number>
  /** Red and orange ones that nobody signed for. */
  readonly unsigned: Ref<number>
}

export const pageTitleKey: InjectionKey<PageTitle> = Symbol('page title')

export function usePageTitle(): PageTitle {
  const title = inject(pageTitleKey)
  if (title === undefined) throw new Error('no page title was provided')
  return title
}

export function createPageTitle(drill: Readonly<Ref<boolean>>): PageTitle {
  const name = ref('')
  const unread = ref(0)
  const unsigned = ref(0)
  watchEffect(() => {
    const parts = [name.value, '望楼'].filter((part) => part !== '')
    const badge = unsigned.value > 0 ? `${unsigned.value} 件待签收 ` : ''
    document.title = `${drill.value ? '【演练】' : ''}${unread.value > 0 ? `(${unread.value}) ` : ''}${badge}${parts.join(' · ')}`
  })
  watchEffect(() => showFavicon(faviconOf(unsigned.value)))
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) unread.value = 0
  })
  return { name, unread, unsigned }
}

function showFavicon(href: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (link !== null && link.getAttribute('href') !== href) link.setAttribute('href', href)
}
