import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import { demandText } from './demand-task.ts'
import type { FactCheck } from './fact-check.ts'
import type { IncidentState } from './state.ts'
import { factName, isNamedFact } from './statements.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

const belowZero = /^[-−－]\s*\d/u

/** What cannot be read as a number could be held against nothing. */
const isNumber = /^\d[\d,]*(?:\.\d+)?\s*(?:[人名位元]|平方米)?$/u

/** A place and a time are told in words; what people named themselves too. */
function isFigure(fact: string): boolean {
  return isNamedFact(fact) && fact !== 'place' && fact !== 'occurred'
}

/** 核实: what is known of one stated fact, and from whom. It changes neither the fact that was read nor the grade: people do. */
export function checkFact(state: IncidentState, command: FactCheck, context: CommandContext): Decision {
  begin(state, context, 'incident.check-fact')
  const check: FactCheck = {
    fact: demandText(command.fact, '核实的事项', 100),
    value: demandText(command.value, '所说的情况', 500),
    status: command.status,
    source: command.status === 'checking' ? command.source.trim() : demandText(command.source, '依据（从何处得知）', 500),
    note: command.note.trim()
  }
  if (isNamedFact(check.fact) && belowZero.test(check.value)) throw new RefusedError(`${factName(check.fact)}不会小于零，现为“${check.value}”`)
  if (isFigure(check.fact) && !isNumber.test(check.value.normalize('NFKC')))
    throw new RefusedError(`${factName(check.fact)}须写明数字，如“12”，现为“${check.value}”`)
  // Against the last word on the fact, whatever its value: who says an earlier one again takes back what was said in between.
  const last = workOf(state).factChecks.findLast(({ fact }) => fact === check.fact)
  const isSame = last?.value === check.value && last.status === check.status && last.source === check.source && last.note === check.note
  return isSame ? [] : [{ type: 'fact-checked', check }]
}
