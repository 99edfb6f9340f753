import type { Assessment } from '../assessment.ts'
import type { Change } from '../evaluation/backtest.ts'
import type { Mention } from '../mention.ts'
import type { RuleBook } from './book.ts'
import type { RefusedRule } from './loaded-rules.ts'
import type { TrialSummary } from './trial.ts'

/** A rule with the line on which it begins. */
export interface RuleLine {
  readonly id: string
  readonly name: string
  readonly line: number
  readonly usable: boolean
}

/** One pack as the machine judges by it. */
export interface PackInForce {
  readonly id: string
  readonly subject: string
  readonly version: string
  readonly rules: number
  readonly text: string
  /** SHA-256 of the text. */
  readonly key: string
  /** File of the configuration that has a pack of this id; null: none. */
  readonly file: string | null
  /** What that file says, and its SHA-256. */
  readonly fileText: string | null
  readonly fileKey: string | null
  /** The version of the rule book; null: it is the file's. */
  readonly bookVersion: number | null
  /** The file says something else than it did when the version was written. */
  readonly fileMoved: boolean
  readonly lines: readonly RuleLine[]
}

export interface RulesInForce {
  readonly book: RuleBook
  readonly packs: readonly PackInForce[]
  readonly refused: readonly RefusedRule[]
  readonly rules: number
}

/** A fault, with its place in the text that was given. */
export interface PackFault {
  readonly line: number
  readonly column: number
  readonly field: string
  readonly reason: string
}

export interface PackCheck {
  readonly problems: readonly PackFault[]
  readonly warnings: readonly PackFault[]
  readonly lines: readonly RuleLine[]
  /** Ids of rules that are new or say something else than what is in force. */
  readonly changed: readonly string[]
  readonly subject: string | null
}

/** A pack as somebody writes it. */
export interface PackDraft {
  readonly pack: string
  readonly text: string
}

export interface TrialReport {
  readonly summary: TrialSummary
  /** The first of them. */
  readonly changes: readonly (Change & { readonly title: string })[]
  /** By rule that is new or changed, the first items on which it fires. */
  readonly hits: Readonly<Record<string, readonly { readonly id: string; readonly title: string }[]>>
}

/** Everything that people at the rules ask the machine. Nothing here changes what is in force. */
export interface RuleDesk {
  inForce(): Promise<RulesInForce>
  /** A text that was kept; null: none has this key. */
  textOf(key: string): Promise<string | null>
  keep(text: string): Promise<string>
  check(draft: PackDraft): Promise<PackCheck>
  /** How one item would be judged; without a draft by what is in force. @throws RefusedError when the draft has faults */
  tryOn(draft: PackDraft | null, mention: Mention): Promise<Assessment>
  /** The last seven days again, by the draft. `told` hears how far it is. @throws RefusedError when the draft has faults */
  tryOnPast(draft: PackDraft, told: (done: number) => void): Promise<TrialReport>
}
