import { inject, ref, type InjectionKey, type Ref } from 'vue'
import type { ClockView } from '../dashboard-api/contract.ts'
import { msOf } from '../core/instant.ts'

/**
 * The server's civil time in the page. The page's own clock is never asked: real time comes from the monotonic counter plus an
 * offset that is measured over the live connection. One timer ticks for every clock on the screen.
 */
export interface ServerClock {
  /** Civil milliseconds since 1970, renewed at each tick. */
  readonly now: Readonly<Ref<number>>
  readonly speed: Readonly<Ref<number>>
  /** How far the two machines' wall clocks stand apart, in real milliseconds; null before it was measured. */
  readonly driftMs: Readonly<Ref<number | null>>
  adopt(view: ClockView): void
  /** `serverRealMs` was true `delayMs` ago. */
  measure(serverRealMs: number, delayMs: number): void
  stop(): void
}

export const serverClockKey: InjectionKey<ServerClock> = Symbol('server clock')

export function useServerClock(): ServerClock {
  const clock = inject(serverClockKey)
  if (clock === undefined) throw new Error('no server clock was provided')
  return clock
}

/** A drill's clocks tick faster, but never so fast that digits blur. */
const shortestTickMs = 200

export function createServerClock(): ServerClock {
  let scale = { realStartMs: 0, civilStartMs: 0, speed: 1 }
  let offset = Date.now() - performance.now()
  let bestDelay = Number.POSITIVE_INFINITY
  const now = ref(civil())
  const speed = ref(1)
  const driftMs = ref<number | null>(null)
  let timer = window.setTimeout(tick, 1000)

  function civil(): number {
    return scale.civilStartMs + (offset + performance.now() - scale.realStartMs) * scale.speed
  }

  /** Ticks on the civil second, so that all clocks turn together and none skips. */
  function tick(): void {
    now.value = civil()
    const toNextSecond = (1000 - (now.value % 1000)) / scale.speed
    timer = window.setTimeout(tick, Math.max(shortestTickMs, toNextSecond + 1))
  }

  function restart(): void {
    window.clearTimeout(timer)
    tick()
  }

  return {
    now,
    speed,
    driftMs,
    adopt(view) {
      const same = scale.realStartMs === view.realStartMs && scale.civilStartMs === msOf(view.civilStart) && scale.speed === view.speed
      if (same) return
      scale = { realStartMs: view.realStartMs, civilStartMs: msOf(view.civilStart), speed: view.speed }
      speed.value = view.speed
      restart()
    },
    measure(serverRealMs, delayMs) {
      // A slow answer knows less than a fast one; the bound relaxes so that an old good answer does not rule for ever.
      bestDelay = bestDelay * 1.2 + 1
      if (delayMs > bestDelay) return
      bestDelay = delayMs
      offset = serverRealMs + delayMs - performance.now()
      driftMs.value = Date.now() - (offset + performance.now())
      restart()
    },
    stop() {
      window.clearTimeout(timer)
    }
  }
}
