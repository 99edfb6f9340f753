import { inject, onScopeDispose, ref, type InjectionKey, type Ref } from 'vue'
import type { Router } from 'vue-router'

/** What was typed and not sent. Whatever would lose it asks first. */
export interface Unsaved {
  /** Whether the question is open. */
  readonly asking: Readonly<Ref<boolean>>
  /** Something that may hold typed text; the answer takes it off again. */
  hold(isTyped: () => boolean): () => void
  /** True where nothing would be lost or the person wants to lose it. */
  mayLose(isTyped: () => boolean): Promise<boolean>
  /** The person's word. */
  answer(lose: boolean): void
  /** The page is left for good, and nobody is asked: somebody else sits here. */
  forget(): void
}

export const unsavedKey: InjectionKey<Unsaved> = Symbol('unsaved')

export function useUnsaved(): Unsaved {
  const unsaved = inject(unsavedKey)
  if (unsaved === undefined) throw new Error('nothing asks about what is unsaved')
  return unsaved
}

/** Of a form that is a page of its own: it is asked about as long as it stands there. */
export function useTyped(isTyped: () => boolean): void {
  onScopeDispose(useUnsaved().hold(isTyped))
}

/** Asks before the page is reloaded or closed and before another one is shown. */
export function createUnsaved(router: Router): Unsaved {
  const holders = new Set<() => boolean>()
  const asking = ref(false)
  let tell: ((lose: boolean) => void) | null = null
  const isHeld = (): boolean => [...holders].some((isTyped) => isTyped())

  function answer(lose: boolean): void {
    asking.value = false
    tell?.(lose)
    tell = null
  }

  async function mayLose(isTyped: () => boolean): Promise<boolean> {
    if (!isTyped()) return true
    // Who is asked already is not asked twice: the older question is answered with no.
    answer(false)
    asking.value = true
    return await new Promise<boolean>((resolve) => (tell = resolve))
  }

  window.addEventListener('beforeunload', (event) => {
    if (isHeld()) event.preventDefault()
  })
  router.beforeEach(async (to, from) => to.path === from.path || (await mayLose(isHeld)))

  return {
    asking,
    mayLose,
    answer,
    hold(isTyped) {
      holders.add(isTyped)
      return () => holders.delete(isTyped)
    },
    forget: () => holders.clear()
  }
}
