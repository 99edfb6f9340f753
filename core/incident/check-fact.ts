import { begin, type CommandContext } from './command.ts'
import { demandText } from './demand-task.ts'
import type { FactCheck } from './fact-check.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

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
  const last = workOf(state).factChecks.findLast(({ fact, value }) => fact === check.fact && value === check.value)
  const isSame = last !== undefined && last.status === check.status && last.source === check.source && last.note === check.note
  return isSame ? [] : [{ type: 'fact-checked', check }]
}
