import { numberWords } from '../document-number.ts'
import { isFiled } from './after.ts'
import { demandEntry } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import type { SupervisionEntry } from './supervision-entry.ts'
import type { Decision } from './update.ts'

/** Documents that went out and have no number yet; none of what is filed, which nothing changes any more. */
export function unnumberedEntries(state: Pick<IncidentState, 'supervision' | 'after'>): SupervisionEntry[] {
  if (isFiled(state)) return []
  return (state.supervision?.entries ?? []).filter(({ status, number }) => status === 'issued' && number === null)
}

/** 编号: what the register gave is written on the document. It changes nothing where the document has its number. */
export function numberSupervision(
  state: IncidentState,
  given: { readonly entry: string; readonly series: string; readonly number: number }
): Decision {
  const { id, kind, unit, number, decided, numberPattern } = demandEntry(state, given.entry)
  if (number !== null || decided === null) return []
  const words = numberWords(numberPattern, decided.at, given.number)
  return [{ type: 'supervision-numbered', id, kind, unit, number: { series: given.series, number: given.number, words } }]
}
