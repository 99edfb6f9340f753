import { inject, readonly, ref, type InjectionKey, type Ref } from 'vue'

/**
 * Whether what the person came for stands on the page. Until then nothing else takes the processor: the rest of the page, what it reads
 * and the live connection begin after it.
 */
export interface FirstDrawing {
  readonly isOver: Readonly<Ref<boolean>>
  /** It is in the document: over once it was painted and the browser has nothing urgent left to do. */
  stands(): void
}

export const firstDrawingKey: InjectionKey<FirstDrawing> = Symbol('first drawing')

export function useFirstDrawing(): FirstDrawing {
  const drawing = inject(firstDrawingKey)
  if (drawing === undefined) throw new Error('no first drawing was provided')
  return drawing
}

/** Where the server does not answer, or nothing is painted as the tab is behind another, the rest comes nevertheless. */
const atLatestMs = 3000
const busyForMs = 300

export function createFirstDrawing(): FirstDrawing {
  const isOver = ref(false)
  let toldOf = false
  const end = (): void => {
    isOver.value = true
  }
  window.setTimeout(end, atLatestMs)
  return {
    isOver: readonly(isOver),
    stands() {
      if (toldOf) return
      toldOf = true
      // The second frame begins when the first was painted.
      requestAnimationFrame(() => requestAnimationFrame(() => whenIdle(end)))
    }
  }
}

/** Safari has no idle callback. */
function whenIdle(then: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(then, { timeout: busyForMs })
  else setTimeout(then)
}
