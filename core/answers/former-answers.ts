import { givenAnswers } from '../incident/given-answers.ts'
import type { IncidentDocument } from '../incident/state.ts'
import type { FormerAnswer } from './answer-under-review.ts'

/** Of one matter; the newest are what others are copied from. */
const mostOfOne = 3

/** Answers of a matter, for those of another to be held against. */
export function formerAnswersOf({ state, events }: Pick<IncidentDocument, 'state' | 'events'>): FormerAnswer[] {
  return givenAnswers(state, events)
    .slice(-mostOfOne)
    .map(({ seq, at, text }) => ({ id: `${state.title} #${seq}`, own: false, returned: false, at, text }))
}
