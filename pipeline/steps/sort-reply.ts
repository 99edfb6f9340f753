import type { Facts } from '../../core/assessment.ts'
import { severityOf, type Grade } from '../../core/grade.ts'
import type { ReplySort } from '../../core/reply-sort.ts'
import type { Firing } from '../rules/compile.ts'
import type { Context } from './read-context.ts'
import { hasHarm } from './weigh-contexts.ts'

/** What the sort is told from: the rule that names the happening, the others that fired, and what the text says of itself. */
export interface ReplyGrounds {
  readonly main: Firing | undefined
  readonly firings: readonly Firing[]
  readonly contexts: readonly Context[]
  readonly facts: Facts
  readonly grade: Grade | null
}

/**
 * Which of the five answers of 国办发〔2016〕80号 a relevant mention is owed. The graver sort wins: a suggestion after an
 * explosion is still about the explosion. A rumour that is denied wants clearing up, unless real harm stands beside it.
 */
export function sortReply({ main, firings, contexts, facts, grade }: ReplyGrounds): ReplySort {
  const says = (id: Context['id']): boolean => contexts.some((context) => context.id === id)
  const harm = hasHarm(facts)
  if (!harm && (says('denial') || main?.rule.reply === 'mistaken')) return 'mistaken'
  if (harm || severityOf(grade) >= severityOf('III') || firings.some(({ rule }) => rule.mustRespond || rule.kind !== null)) return 'serious-problem'
  if (main?.rule.reply) return main.rule.reply
  if (says('suggestion')) return 'suggestion'
  return says('asking') ? 'uninformed' : 'difficulty'
}
