import type { After } from './after.ts'
import type { AfterEventBody } from './after-events.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentState } from './state.ts'

const nothing: After = { review: null, filed: null }

/** 评估, 重新办理, 归档: one event further. */
export function evolveAfter(state: IncidentState, body: AfterEventBody, { at, actor }: Pick<IncidentEvent, 'at' | 'actor'>): IncidentState {
  const after = state.after ?? nothing
  switch (body.type) {
    case 'reviewed':
      return { ...state, after: { ...after, review: { at, by: actor, facts: body.facts, form: body.form } } }
    case 'reopened':
      // What was reviewed is not how it ends.
      return { ...state, status: 'open', handling: state.departments.length > 0 ? 'assigned' : 'acknowledged', after: nothing }
    case 'archived': {
      const { number, keptFor, package: filed } = body
      return { ...state, after: { ...after, filed: { at, by: actor, number, keptFor, package: filed } } }
    }
    default:
      return body satisfies never
  }
}
