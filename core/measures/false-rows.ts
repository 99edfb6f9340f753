import { gradeWords, moreSevere, severityOf, type Grade } from '../grade.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { leadAt, leadsOf } from './lead-at.ts'
import type { MeasureRow } from './measure-row.ts'
import { monthOf } from './month.ts'

/** A machine's word that a person answered. */
export interface JudgedRow extends MeasureRow {
  readonly kind: 'judged'
  /** `upheld`: the person agreed or raised it. */
  readonly reason: 'dismissed' | 'lowered' | 'upheld'
}

/**
 * 误报: what people overruled, of all that people judged. Of each of the machine's words the last answer of a person counts. What nobody
 * judged says nothing either way and is no row.
 */
export function judgedRows({ id, events, state }: Pick<IncidentDocument, 'id' | 'events' | 'state'>): JudgedRow[] {
  const leads = leadsOf(events)
  const rows: JudgedRow[] = []
  let machine: Grade | null = null
  let spoke = false
  let answered = false
  for (const { seq, at, actor, body } of events) {
    if (body.type === 'opened' && actor.kind === 'machine') spoke = true
    if (body.type === 'graded') {
      machine = moreSevere(body.eventGrade, body.opinionGrade)
      spoke = true
      answered = false
    }
    if (actor.kind !== 'person' || !spoke || (body.type !== 'grade-confirmed' && body.type !== 'dismissed')) continue
    // A second word on the same judgement takes the place of the first.
    if (answered) rows.pop()
    answered = true
    const person = body.type === 'dismissed' ? null : moreSevere(body.eventGrade, body.opinionGrade)
    const reason = body.type === 'dismissed' ? 'dismissed' : severityOf(person) < severityOf(machine) ? 'lowered' : 'upheld'
    rows.push({
      id: `${id}/judged-${seq}`,
      kind: 'judged',
      month: monthOf(at),
      department: leadAt(leads, at),
      incidentId: id,
      title: state.title,
      drill: state.drill,
      reason,
      words: `机器：${wordsOf(machine)}；人：${body.type === 'dismissed' ? '误报' : wordsOf(person)}。${body.reason}`,
      at,
      delayMs: null,
      seqs: [seq]
    })
  }
  return rows
}

function wordsOf(grade: Grade | null): string {
  return grade === null ? '未定级' : gradeWords[grade]
}
