import { ref, shallowRef, watch, type Ref } from 'vue'
import type { PackCheckView } from '../../dashboard-api/contract-rules.ts'
import type { Problem } from '../../dashboard-api/contract.ts'
import { toProblem, type Api } from '../api.ts'

const checkAfterMs = 500
const keyOf = (pack: string): string => `wanglou.rule-draft.${pack}`

/** A text that was typed and not submitted yet: it outlives a lost session or a closed window. */
export function readTyped(pack: string): { text: string; base: string | null } | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(pack)) ?? 'null') as { text?: unknown; base?: unknown } | null
    return kept !== null && typeof kept.text === 'string' ? { text: kept.text, base: typeof kept.base === 'string' ? kept.base : null } : null
  } catch {
    return null
  }
}

export function forgetTyped(pack: string): void {
  localStorage.removeItem(keyOf(pack))
}

/** Checks what is typed by the server's own checks, soon after the hands rest, and keeps it in this browser while it differs from what is in force. */
export function useDraft(api: Api, pack: Ref<string | null>, text: Ref<string>, inForce: Ref<{ text: string; key: string | null }>) {
  const check: Ref<PackCheckView | null> = shallowRef(null)
  const checking = ref(false)
  const problem = ref<Problem | null>(null)
  let timer: number | undefined
  let newest = 0

  async function run(): Promise<void> {
    const turn = ++newest
    if (pack.value === null || text.value === '') return
    checking.value = true
    try {
      const answer = await api.checkRules({ pack: pack.value, text: text.value })
      if (turn !== newest) return
      check.value = answer
      problem.value = null
    } catch (error) {
      if (turn === newest) problem.value = toProblem(error)
    }
    if (turn === newest) checking.value = false
  }

  watch([pack, text], () => {
    window.clearTimeout(timer)
    checking.value = true
    timer = window.setTimeout(() => void run(), checkAfterMs)
    if (pack.value === null) return
    if (text.value === inForce.value.text || text.value === '') forgetTyped(pack.value)
    else localStorage.setItem(keyOf(pack.value), JSON.stringify({ text: text.value, base: inForce.value.key }))
  })
  return { check, checking, problem, run }
}
