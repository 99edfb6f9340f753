import type { Assessment } from '../core/assessment.ts'
import { changesBetween, type Change } from '../core/evaluation/backtest.ts'
import { verdictOf } from '../core/evaluation/verdict.ts'
import type { Mention } from '../core/mention.ts'

/** A mention, with what the store says of it where it comes from there. */
export interface Past {
  readonly mention: Mention
  readonly assessment: Assessment | null
}

export interface Comparison {
  readonly mentions: number
  /** Never assessed by one of the two: nothing to compare with. */
  readonly unassessed: number
  readonly changes: readonly Change[]
}

type AssessAll = (batch: readonly Past[]) => Promise<readonly (Assessment | null)[]>

/** Runs a changed rule set over mentions and lists what would appear, vanish and move, with the rules that did it. Touches nothing. */
export async function compareRules(
  batches: AsyncIterable<readonly Past[]>,
  { before, after, seen = () => undefined }: { before: AssessAll; after: AssessAll; seen?: (past: Past, now: Assessment | null) => void }
): Promise<Comparison> {
  let mentions = 0
  let unassessed = 0
  const changes: Change[] = []
  for await (const batch of batches) {
    const [old, now] = await Promise.all([before(batch), after(batch)])
    mentions += batch.length
    for (const [index, past] of batch.entries()) {
      const [was, is] = [old[index] ?? null, now[index] ?? null]
      seen(past, is)
      if (was === null || is === null) unassessed++
      else changes.push(...changesBetween(past.mention.id, verdictOf(was), verdictOf(is)))
    }
  }
  return { mentions, unassessed, changes }
}
