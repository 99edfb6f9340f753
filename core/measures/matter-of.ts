import { evidenceWords } from '../incident/supervision-evidence.ts'
import { chinaWallTime } from '../instant.ts'
import { SupervisionMatter } from '../reports/supervision-matter.ts'
import { findingWords } from '../supervision.ts'
import type { LedgerRow } from './supervision-ledger.ts'

/** What a 督办单, 通报 or 约谈通知 on paper is filled from: the document as the ledger has it. When and where a unit is heard is not in it. */
export function matterOf({ incidentId, entry }: Pick<LedgerRow, 'incidentId' | 'entry'>): SupervisionMatter {
  const { number, unit, finding, text, evidence, rectifyBy, statement } = entry
  return SupervisionMatter.parse({
    number: number?.words ?? null,
    unit: unit.name,
    incidentId,
    finding: findingWords[finding],
    facts: text,
    evidence: evidence.map((one) => ({ words: evidenceWords(one), incidentId, eventSeq: one.kind === 'clock' ? null : one.seq })),
    requirement: rectifyBy === null ? '请对照上述问题立即改进，并书面报告情况。' : `请于 ${chinaWallTime(rectifyBy)} 前完成整改，并书面报告情况。`,
    dueAt: rectifyBy,
    statement: statement?.text ?? null
  })
}
