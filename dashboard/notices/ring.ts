import { onScopeDispose, ref, watch, type Ref } from 'vue'

const everyMs = 15_000
const storageKey = 'wanglou-sound'

/**
 * Two tones each quarter of a minute while something rings. A browser lets a page sound only after somebody touched it: until then
 * `blocked` says that nothing can be heard.
 */
export function useRing(ringing: Readonly<Ref<boolean>>) {
  const on = ref(localStorage.getItem(storageKey) !== 'off')
  const blocked = ref(false)
  let context: AudioContext | null = null
  let timer = 0

  async function sound(): Promise<void> {
    context ??= new AudioContext()
    // A context that waits for a touch never resumes by itself, so it is not waited for.
    void context.resume()
    await new Promise((resolve) => window.setTimeout(resolve, 50))
    blocked.value = context.state !== 'running'
    if (blocked.value) return
    tone(context, 880, 0)
    tone(context, 660, 0.25)
  }

  function stop(): void {
    window.clearInterval(timer)
    timer = 0
  }

  watch(
    [ringing, on],
    () => {
      stop()
      if (!ringing.value || !on.value) return
      void sound()
      timer = window.setInterval(() => void sound(), everyMs)
    },
    { immediate: true }
  )
  onScopeDispose(() => {
    stop()
    void context?.close()
  })

  return {
    on,
    blocked,
    toggle() {
      on.value = blocked.value || !on.value
      localStorage.setItem(storageKey, on.value ? 'on' : 'off')
      if (on.value && ringing.value) void sound()
    }
  }
}

function tone(context: AudioContext, hertz: number, afterSeconds: number): void {
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.frequency.value = hertz
  volume.gain.value = 0.2
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(context.currentTime + afterSeconds)
  oscillator.stop(context.currentTime + afterSeconds + 0.2)
}
