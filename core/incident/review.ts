import type { ReviewFacts } from '../archive/review-facts.ts'
import { demand } from '../permission.ts'
import { RefusedError } from '../errors.ts'
import type { ReviewForm } from './after.ts'
import { demandEnded } from './ended.ts'
import type { CommandContext } from './command.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 评估: once it has ended and before it is filed; again replaces what was written. Lessons may be short, not absent. */
export function review(
  state: IncidentState,
  { facts, form }: { readonly facts: ReviewFacts; readonly form: ReviewForm },
  context: CommandContext
): Decision {
  demand(context.actor, 'incident.review')
  demandEnded(state, '评估')
  const written = {
    wentWell: form.wentWell.trim(),
    wentBadly: form.wentBadly.trim(),
    lessons: form.lessons.trim(),
    rulesToChange: form.rulesToChange.trim()
  }
  if (written.lessons === '') throw new RefusedError('请写明经验教训：没有的，写“无”和理由')
  return [{ type: 'reviewed', facts, form: written }]
}
