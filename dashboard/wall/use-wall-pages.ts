import { onScopeDispose, ref, type Ref } from 'vue'

export const wallPages = [
  { id: 'overview', words: '总览' },
  { id: 'clocks', words: '时限' },
  { id: 'news', words: '进展' }
] as const

export type WallPage = (typeof wallPages)[number]['id']

const shortestSeconds = 5
const longestSeconds = 3600

/** Seconds that each page stands, of `?rotate=30`; null: it stays until somebody turns it. */
export function secondsEach(rotate: unknown): number | null {
  const seconds = typeof rotate === 'string' && /^\d{1,4}$/.test(rotate) ? Number(rotate) : 0
  return seconds >= shortestSeconds && seconds <= longestSeconds ? seconds : null
}

/** The page that is shown, turned by hand or by the clock; a turn by hand gives the new page its whole time. */
export function useWallPages(rotate: () => unknown): { readonly page: Readonly<Ref<WallPage>>; turn(step: 1 | -1): void } {
  const page = ref<WallPage>('overview')
  let timer: ReturnType<typeof setTimeout> | undefined

  function turn(step: 1 | -1): void {
    const at = wallPages.findIndex(({ id }) => id === page.value)
    page.value = wallPages[(at + step + wallPages.length) % wallPages.length]?.id ?? 'overview'
    wait()
  }

  function wait(): void {
    clearTimeout(timer)
    const seconds = secondsEach(rotate())
    if (seconds !== null) timer = setTimeout(() => turn(1), seconds * 1000)
  }

  wait()
  onScopeDispose(() => clearTimeout(timer))
  return { page, turn }
}
