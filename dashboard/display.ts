import { computed, inject, ref, watchEffect, type ComputedRef, type InjectionKey, type Ref } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'

/** How this browser shows the page: theme and 大字版, kept here and nowhere else. */
export interface Display {
  readonly theme: Ref<Theme>
  readonly large: Ref<boolean>
  /** What the theme comes to now; charts draw anew when it turns. */
  readonly dark: ComputedRef<boolean>
  /** By how much everything is larger than its own pixels. */
  readonly zoom: ComputedRef<number>
  /** A screen of a fixed design size, which scales by itself. */
  readonly fixed: Ref<boolean>
}

export const displayKey: InjectionKey<Display> = Symbol('display')

export function useDisplay(): Display {
  const display = inject(displayKey)
  if (display === undefined) throw new Error('no display was provided')
  return display
}

const storageKey = 'wanglou-display'
/** 14 px become 16.8. */
export const largeZoom = 1.2

export function createDisplay(): Display {
  const stored = readStored()
  const theme = ref<Theme>(stored.theme)
  const large = ref(stored.large)
  const fixed = ref(false)
  const media = window.matchMedia('(prefers-color-scheme: dark)')
  const systemDark = ref(media.matches)
  media.addEventListener('change', () => (systemDark.value = media.matches))
  const dark = computed(() => (theme.value === 'auto' ? systemDark.value : theme.value === 'dark'))
  const zoom = computed(() => (large.value && !fixed.value ? largeZoom : 1))
  watchEffect(() => {
    const root = document.documentElement
    root.dataset['theme'] = dark.value ? 'dark' : 'light'
    root.dataset['type'] = zoom.value === 1 ? 'normal' : 'large'
    localStorage.setItem(storageKey, JSON.stringify({ theme: theme.value, large: large.value }))
  })
  return { theme, large, dark, zoom, fixed }
}

/** What cannot be read is as if it were not there. */
function readStored(): { theme: Theme; large: boolean } {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as { theme?: unknown; large?: unknown }
    const theme = stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : 'auto'
    return { theme, large: stored.large === true }
  } catch {
    return { theme: 'auto', large: false }
  }
}
