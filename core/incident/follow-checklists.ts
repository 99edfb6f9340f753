import type { Checklist } from '../checklist.ts'
import { addMs, minuteMs, type Instant } from '../instant.ts'
import { clockGrade } from './clocks.ts'
import type { IncidentEventBody } from './events.ts'
import type { Follow, Followed } from './follow.ts'
import type { TaskOwner } from './task.ts'
import { workOf } from './work.ts'

/** What may make another checklist fit. An edited file starts nothing in a matter that merely goes on. */
const starts: ReadonlySet<string> = new Set(['opened', 'graded', 'grade-confirmed'])

/**
 * 应急预案: each checklist of the kind of event and its grade starts once, with the opening, or with the grade or the 研判定性 that asks
 * for it. Its items are written into the matter as tasks, so that they stay what they were when the file is edited.
 */
export function followChecklists(checklists: readonly Checklist[]): Follow {
  return ({ bodies, after, events }: Followed): IncidentEventBody[] => {
    const at = events.at(-1)?.at
    const isGraded = bodies.some(({ type }) => starts.has(type))
    const isSorted = bodies.some(({ type }) => type === 'classified')
    if (at === undefined || after.status !== 'open' || (!isGraded && !isSorted)) return []
    const grade = clockGrade(after.policy, after.eventGrade, after.opinionGrade, after.responseValue)
    if (grade === null) return []
    const { tasks, classification } = workOf(after)
    const fitting = checklists.filter(
      ({ id, eventTypes, grades, sorts }) =>
        grades.includes(grade) &&
        (sorts.length === 0 ? isGraded : classification !== undefined && sorts.includes(classification.sort)) &&
        (eventTypes.length === 0 || (after.eventType !== null && eventTypes.includes(after.eventType))) &&
        !tasks.some(({ checklistId }) => checklistId === id)
    )
    return given(fitting, tasks.length, at)
  }
}

function given(checklists: readonly Checklist[], before: number, at: Instant): IncidentEventBody[] {
  let number = before
  return checklists.map(({ id, words, source, items }) => ({
    type: 'tasks-given',
    source: 'checklist',
    about: `${words}（${source}）`,
    checklistId: id,
    tasks: items.map(({ text, owner, withinMinutes }) => ({
      id: `task/${++number}`,
      text,
      owner: ownerOf(owner),
      dueAt: addMs(at, withinMinutes * minuteMs)
    }))
  }))
}

function ownerOf(owner: Checklist['items'][number]['owner']): TaskOwner {
  return owner === 'lead-department' ? { kind: 'lead' } : { kind: 'role', role: owner, person: null }
}
