import { machine } from '../../core/actor.ts'
import { keptForWords, type ArchiveRules } from '../../core/archive/rules.ts'
import { RefusedError } from '../../core/errors.ts'
import { demandArchivable } from '../../core/archive/demand-archivable.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { unfinishedMatters } from '../../core/incident/unfinished.ts'
import type { Instant } from '../../core/instant.ts'
import type { AfterView, FiledView } from '../contract-archive.ts'
import { actorName } from './words.ts'

export function afterView(state: IncidentState, rules: ArchiveRules | null, now: Instant): AfterView {
  const review = state.after?.review ?? null
  const filed = filedView(state)
  return {
    unfinished: state.status === 'open' ? unfinishedMatters(state, now) : [],
    review: review === null ? null : { ...review, by: actorName(review.by) },
    notFiledBecause: filed === null && state.status !== 'open' ? refusal(state, rules, now) : null,
    filed
  }
}

export function filedView({ after }: Pick<IncidentState, 'after'>): FiledView | null {
  const filed = after?.filed ?? null
  if (filed === null) return null
  const { number, keptFor, at, by, package: made } = filed
  const { root, file, bytes, mentions, evidence, missing } = made
  return { number, keptFor: keptForWords(keptFor), source: keptFor.source, at, by: actorName(by), root, file, bytes, mentions, evidence, missing }
}

function refusal(state: IncidentState, rules: ArchiveRules | null, now: Instant): string | null {
  try {
    demandArchivable(state, rules, { now, actor: machine('dashboard-api') })
    return null
  } catch (error) {
    if (error instanceof RefusedError) return error.message
    throw error
  }
}
