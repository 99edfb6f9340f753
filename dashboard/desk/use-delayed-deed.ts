import { computed, onScopeDispose, ref } from 'vue'

const delayMs = 10_000

interface Waiting {
  readonly words: string
  readonly run: () => void
  readonly until: number
}

/** A deed that waits ten seconds in which it can be taken back. Leaving the screen does it at once; closing the page asks first. */
export function useDelayedDeed() {
  const waiting = ref<Waiting | null>(null)
  const now = ref(performance.now())
  let timer = 0

  function ask(words: string, run: () => void): void {
    doNow()
    now.value = performance.now()
    waiting.value = { words, run, until: now.value + delayMs }
    timer = window.setInterval(tick, 250)
    window.addEventListener('beforeunload', warn)
  }

  function tick(): void {
    now.value = performance.now()
    if (waiting.value !== null && now.value >= waiting.value.until) doNow()
  }

  function end(): Waiting | null {
    const ended = waiting.value
    waiting.value = null
    window.clearInterval(timer)
    window.removeEventListener('beforeunload', warn)
    return ended
  }

  function doNow(): void {
    end()?.run()
  }

  function warn(event: BeforeUnloadEvent): void {
    event.preventDefault()
  }

  onScopeDispose(doNow)
  return {
    waiting: computed(() =>
      waiting.value === null ? null : { words: waiting.value.words, seconds: Math.max(0, Math.ceil((waiting.value.until - now.value) / 1000)) }
    ),
    ask,
    doNow,
    undo: () => void end()
  }
}
