import { computed, inject, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { Action } from '../core/permission.ts'
import type { SessionView } from '../dashboard-api/contract.ts'

/** Who sits before the page, and what they may do. */
export interface SessionState {
  readonly view: Ref<SessionView | null>
  /** It ended under us: what is on the page waits, unseen, for the same person to come back. */
  readonly over: Ref<boolean>
  /** The person is signing out: what is refused meanwhile is no end under us. */
  readonly leaving: Ref<boolean>
  readonly drill: ComputedRef<boolean>
  /** Buttons are gated by this alone; the server decides again. */
  may(action: Action): boolean
}

export const sessionKey: InjectionKey<SessionState> = Symbol('session')

export function useSession(): SessionState {
  const session = inject(sessionKey)
  if (session === undefined) throw new Error('no session was provided')
  return session
}

export function createSession(): SessionState {
  const view = ref<SessionView | null>(null)
  const leaving = ref(false)
  watch(view, (now) => {
    if (now !== null) leaving.value = false
  })
  return {
    view,
    over: ref(false),
    leaving,
    drill: computed(() => view.value?.drill === true || view.value?.clock.drill === true),
    may: (action) => view.value?.allowed.includes(action) === true
  }
}
