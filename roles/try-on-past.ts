import type { Assessment } from '../core/assessment.ts'
import type { Clock } from '../core/clock.ts'
import { addMs, dayMs, instantFromMs, type Instant } from '../core/instant.ts'
import type { MentionStore } from '../core/ports.ts'
import type { StoredMention } from '../core/records.ts'
import type { TrialReport } from '../core/rule-book/rule-desk.ts'
import { firingFault } from '../core/rule-book/trial.ts'
import type { Rule, RulePack } from '../core/rule.ts'
import { SearchFilter, type TextQuery } from '../core/search.ts'
import { compareRules, type Past } from '../pipeline/compare-rules.ts'
import type { SpareAssessors } from './spare-assessors.ts'

const days = 7
const batchSize = 200
/** Of known publication, and of unknown: more takes minutes, and shows no more. */
const most = 20_000
const endOfTime = instantFromMs(Date.UTC(9999, 11, 31))
const changesKept = 200
const hitsKept = 5

interface Given {
  readonly mentions: Pick<MentionStore, 'search'>
  readonly clock: Clock
  readonly assessors: SpareAssessors
}

interface Sets {
  readonly before: readonly RulePack[]
  readonly after: readonly RulePack[]
  /** Rules that are new or changed. */
  readonly changed: readonly Rule[]
}

/**
 * What the store has of the last seven days, judged by what is in force and by what shall be: newest first, at most so many, and what was first seen in them where
 * its publication is unknown. What is stored
 * as judged by the very rules in force is not judged again by them.
 */
export async function tryOnPast(
  { mentions, clock, assessors }: Given,
  { before, after, changed }: Sets,
  told: (done: number) => void
): Promise<TrialReport> {
  const to = clock.now()
  const from = addMs(to, -days * dayMs)
  const fired = new Map<string, number>(changed.map(({ id }) => [id, 0]))
  const hits: Record<string, { id: string; title: string }[]> = {}
  const titles = new Map<string, string>()
  let done = 0
  let left = 0
  const old = await assessors.use(before)
  const now = await assessors.use(after)
  try {
    const batches = pastOf(mentions, from, (count) => (left = count))
    const { changes } = await compareRules(batches, {
      before: async (batch) => {
        const stale = batch.filter(({ assessment }) => assessment?.rulesVersion !== old.rulesVersion)
        const again = new Map((await old.assess(stale.map(({ mention }) => mention))).map((assessment) => [assessment.id, assessment]))
        return batch.map(({ mention, assessment }) => again.get(mention.id) ?? assessment)
      },
      after: (batch) => now.assess(batch.map(({ mention }) => mention)),
      seen: (past, assessment) => {
        done++
        if (done % batchSize === 0) told(done)
        titles.set(past.mention.id, titleOf(past))
        if (assessment !== null) count(assessment, past)
      }
    })
    const counted = (kind: (typeof changes)[number]['kind']): number => changes.filter((change) => change.kind === kind).length
    return {
      summary: {
        from,
        to,
        mentions: done,
        left,
        appear: counted('appear'),
        vanish: counted('vanish'),
        grade: counted('grade'),
        department: counted('department'),
        rules: changed.map(({ id, name }) => {
          const times = fired.get(id) ?? 0
          return { id, name, fired: times, fault: firingFault(times, done) }
        })
      },
      changes: changes.slice(0, changesKept).map((change) => ({ ...change, title: titles.get(change.id) ?? '' })),
      hits
    }
  } finally {
    old.done()
    now.done()
  }

  function count({ rules }: Assessment, past: Past): void {
    for (const { id } of rules) {
      const times = fired.get(id)
      if (times === undefined) continue
      fired.set(id, times + 1)
      const own = (hits[id] ??= [])
      if (own.length < hitsKept) own.push({ id: past.mention.id, title: titleOf(past) })
    }
  }
}

function titleOf({ mention: { title, text, id } }: Past): string {
  return (title ?? text ?? id).slice(0, 80)
}

/** Those of known publication, newest first, and then those of unknown that were first seen in these days. */
async function* pastOf(store: Pick<MentionStore, 'search'>, from: Instant, leaves: (count: number) => void): AsyncGenerator<readonly Past[]> {
  // A range that is open at both ends keeps nothing back: what is before the end of time has a known publication.
  const unknown: TextQuery = { op: 'not', part: { op: 'published', from: null, to: endOfTime } }
  const passes = [
    { query: { op: 'all' } as const, filter: SearchFilter.parse({ from }) },
    { query: unknown, filter: SearchFilter.parse({}) }
  ]
  let left = 0
  for (const { query, filter } of passes) {
    let read = 0
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const page = await store.search({ query, filter, limit: batchSize, cursor })
      if (read + page.rows.length > most) {
        left += Math.max(page.rows.length, page.total - read)
        break
      }
      read += page.rows.length
      const rows: readonly StoredMention[] = page.rows.filter(({ firstSeenAt }) => query !== unknown || firstSeenAt >= from)
      if (rows.length > 0) yield rows
      cursor = page.cursor
    }
  }
  leaves(left)
}
