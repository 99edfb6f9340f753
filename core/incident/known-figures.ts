import type { FactName } from '../assessment.ts'
import { personsOf } from '../fill-facts.ts'
import type { FactCheck } from './fact-check.ts'
import type { IncidentState } from './state.ts'
import { workOf } from './work.ts'

const harmWords = { deaths: '死亡', injuries: '受伤', missing: '失联', trapped: '被困' } as const satisfies Partial<Record<FactName, string>>
type Harm = keyof typeof harmWords

/** Figures of those hurt, with whose word they are. */
export interface KnownFigures {
  readonly by: string
  readonly verified: boolean
  /** `3人死亡，5人受伤` */
  readonly text: string
}

/**
 * What is known of those hurt: first what people verified; then what the machine read of the rest that is nobody's hearsay, no bound, and
 * that nobody refutes or still checks.
 */
export function knownFigures(state: IncidentState): KnownFigures[] {
  const { factChecks } = workOf(state)
  const names = Object.keys(harmWords) as Harm[]
  const verified = names.flatMap((name) => {
    const value = verifiedPersons(factChecks, name)
    return value === null ? [] : [{ name, value }]
  })
  const read = names.flatMap((name) => {
    const fact = state.facts[name]
    if (fact === null || fact.basis === 'hearsay' || fact.atLeast !== undefined || fact.atMost !== undefined) return []
    if (fact.conflicts?.some(({ why }) => why === 'unreconciled') === true) return []
    return isJudged(factChecks, name, String(fact.value)) ? [] : [{ name, value: fact.value }]
  })
  return [...told('已核实的数字', true, verified), ...told('事件已读出的数字', false, read)]
}

function told(by: string, verified: boolean, figures: readonly { readonly name: Harm; readonly value: number }[]): KnownFigures[] {
  return figures.length === 0 ? [] : [{ by, verified, text: figures.map(({ name, value }) => `${value}人${harmWords[name]}`).join('，') }]
}

/** Of what was verified last; null where nothing was, or its last word says otherwise. */
function verifiedPersons(checks: readonly FactCheck[], name: Harm): number | null {
  const own = checks.filter(({ fact }) => fact === name)
  const last = own.findLast((one) => one.status === 'verified' && own.findLast(({ value }) => value === one.value)?.status === 'verified')
  return last === undefined ? null : personsOf(last.value)
}

/** A fact of which something was verified is that; one that is refuted or still checked is none. */
function isJudged(checks: readonly FactCheck[], name: Harm, value: string): boolean {
  const own = checks.filter(({ fact }) => fact === name)
  const last = own.findLast((one) => one.value === value)
  return verifiedPersons(checks, name) !== null || (last !== undefined && last.status !== 'verified')
}
