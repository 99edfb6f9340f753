import { evidenceWords } from '../incident/supervision-evidence.ts'
import { SupervisionMatter } from '../reports/supervision-matter.ts'
import { findingWords } from '../supervision.ts'
import type { LedgerRow } from './supervision-ledger.ts'

/** What a 督办单, 通报 or 约谈通知 on paper is filled from: the document as the ledger has it. When and where a unit is heard is not in it. */
export function matterOf({ incidentId, entry }: Pick<LedgerRow, 'incidentId' | 'entry'>): SupervisionMatter {
  const { number, unit, finding, text, evidence, rectifyBy, statement, source } = entry
  return SupervisionMatter.parse({
    number: number?.words ?? null,
    unit: unit.name,
    incidentId,
    finding: findingWords[finding],
    facts: text,
    basis: basisOf(source),
    evidence: evidence.map((one) => ({ kind: one.kind, words: evidenceWords(one), incidentId, eventSeq: one.kind === 'clock' ? null : one.seq })),
    requirement: '请对照上述问题逐项整改',
    dueAt: rectifyBy,
    statement: statement?.text ?? null
  })
}

/**
 * The document that a rule's `source` names first, without what it says of the rule and the notes in brackets:
 * 国办发〔2018〕23号 of `国办发〔2018〕23号：……（转引）；……`.
 */
function basisOf(source: string): string {
  const [first = ''] = source.split(/[；：]/u)
  return first.replaceAll(/（[^（）]*）/gu, '').trim() || source
}
