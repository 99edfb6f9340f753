import { inject, ref, watch, type InjectionKey, type Ref } from 'vue'
import type { SessionState } from '../session.ts'

/** The page's voice: one for the whole page, with the volume that each person chose on this machine. */
export interface Sound {
  readonly on: Ref<boolean>
  /** 1 to 100. */
  readonly volume: Ref<number>
  /** The browser lets nothing be heard until somebody touched the page. */
  readonly blocked: Readonly<Ref<boolean>>
  /** Two tones; false when they could not be heard. */
  play(): Promise<boolean>
}

export const soundKey: InjectionKey<Sound> = Symbol('sound')

export function useSound(): Sound {
  const sound = inject(soundKey)
  if (sound === undefined) throw new Error('no sound was provided')
  return sound
}

const usualVolume = 60

export function createSound(session: Pick<SessionState, 'view'>): Sound {
  const on = ref(true)
  const volume = ref(usualVolume)
  const blocked = ref(false)
  let context: AudioContext | null = null
  const keyOf = (): string => `wanglou-sound:${session.view.value?.me.id ?? ''}`

  watch(
    () => session.view.value?.me.id,
    () => {
      const stored = readStored(keyOf())
      on.value = stored.on
      volume.value = stored.volume
    },
    { immediate: true }
  )
  watch([on, volume], () => localStorage.setItem(keyOf(), JSON.stringify({ on: on.value, volume: volume.value })))

  async function play(): Promise<boolean> {
    context ??= new AudioContext()
    // A context that waits for a touch never resumes by itself, so it is not waited for.
    void context.resume()
    await new Promise((resolve) => window.setTimeout(resolve, 50))
    blocked.value = context.state !== 'running'
    if (blocked.value) return false
    tone(context, 880, 0, volume.value / 100)
    tone(context, 660, 0.25, volume.value / 100)
    return true
  }

  return { on, volume, blocked, play }
}

/** What cannot be read is as if it were not there. */
function readStored(key: string): { on: boolean; volume: number } {
  try {
    const { on, volume } = JSON.parse(localStorage.getItem(key) ?? '{}') as { on?: unknown; volume?: unknown }
    return { on: on !== false, volume: typeof volume === 'number' && volume >= 1 && volume <= 100 ? volume : usualVolume }
  } catch {
    return { on: true, volume: usualVolume }
  }
}

function tone(context: AudioContext, hertz: number, afterSeconds: number, loudness: number): void {
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.frequency.value = hertz
  gain.gain.value = loudness
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(context.currentTime + afterSeconds)
  oscillator.stop(context.currentTime + afterSeconds + 0.2)
}
