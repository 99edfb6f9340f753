import { onScopeDispose, watch, type Ref } from 'vue'
import type { Sound } from './sound.ts'

const everyMs = 15_000

/** Sounds each quarter of a minute while something rings and the sound is on. */
export function useRing(ringing: Readonly<Ref<boolean>>, sound: Sound) {
  let timer = 0

  function stop(): void {
    window.clearInterval(timer)
    timer = 0
  }

  watch(
    [ringing, sound.on],
    () => {
      stop()
      if (!ringing.value || !sound.on.value) return
      void sound.play()
      timer = window.setInterval(() => void sound.play(), everyMs)
    },
    { immediate: true }
  )
  onScopeDispose(stop)

  return {
    /** On where nothing can be heard, a touch makes it heard; else it turns the sound on or off. */
    toggle() {
      sound.on.value = sound.blocked.value || !sound.on.value
      if (sound.on.value && ringing.value) void sound.play()
    }
  }
}
