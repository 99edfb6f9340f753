import { roleWords, type Actor } from '../../core/actor.ts'
import { evidenceWords } from '../../core/incident/supervision-evidence.ts'
import type { Instant } from '../../core/instant.ts'
import { ledgerStatus, type LedgerProposal, type LedgerRow } from '../../core/measures/supervision-ledger.ts'
import { findingWords, supervisionWords } from '../../core/supervision.ts'
import type { SupervisionProposalView, SupervisionRow } from '../contract-supervision.ts'
import { actorName } from './words.ts'

/** One document of the ledger as the page shows it. */
export function supervisionRow({ id, incidentId, title, drill, entry, isOverdue }: LedgerRow): SupervisionRow {
  const { kind, unit, finding, text, evidence, skipReason, drafted, status, signedBy, statementBy, statement, decided, number, source } = entry
  return {
    id,
    incidentId,
    title,
    drill,
    entry: entry.id,
    kind,
    kindWords: supervisionWords[kind],
    unit,
    findingWords: findingWords[finding],
    text,
    evidence: evidence.map((one) => ({ words: evidenceWords(one), seq: one.kind === 'clock' ? null : one.seq })),
    skipReason,
    drafted: { by: actorName(drafted.by), byId: drafted.by.kind === 'person' ? drafted.by.id : null, at: drafted.at },
    status,
    statusWords: ledgerStatus(entry, isOverdue),
    signedByRoles: [...signedBy],
    signedByWords: signedBy.map((role) => roleWords[role]).join('或'),
    statementBy,
    statement: saidOf(statement),
    decided: saidOf(decided),
    number: number?.words ?? null,
    rectifyBy: entry.rectifyBy,
    rectification: entry.rectification,
    reports: entry.rectificationReports.map(named),
    judgements: entry.rectificationWords.map((said) => ({ ...named(said), accepted: said.accepted })),
    isOverdue,
    source
  }
}

interface Said {
  readonly by: Actor
  readonly at: Instant
  readonly text: string
}

function named({ by, at, text }: Said): { by: string; at: Instant; text: string } {
  return { by: actorName(by), at, text }
}

function saidOf(said: Said | null): { by: string; at: Instant; text: string } | null {
  return said === null ? null : named(said)
}

export function supervisionProposalView({ incidentId, title, drill, ...proposal }: LedgerProposal): SupervisionProposalView {
  return {
    ...proposal,
    clocks: [...proposal.clocks],
    events: [...proposal.events],
    incidentId,
    title,
    drill,
    kindWords: supervisionWords[proposal.kind],
    findingWords: findingWords[proposal.finding]
  }
}
