import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import { demandTasks, demandText, type WantedTask } from './demand-task.ts'
import type { Meeting } from './meeting.ts'
import type { IncidentState } from './state.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

export interface HoldMeeting extends Omit<Meeting, 'id'> {
  /** What it decided that somebody is to do. */
  readonly tasks: readonly WantedTask[]
}

const mostPeople = 50
const mostOpinions = 100

/** 会商: participants, opinions, conclusion. A grade that it proposes changes none by itself, up or down: a person confirms it. */
export function holdMeeting(state: IncidentState, command: HoldMeeting, context: CommandContext): Decision {
  begin(state, context, 'incident.hold-meeting')
  const topic = demandText(command.topic, '会商议题', 200)
  demandTypedMoment(command.heldAt, context.now, '会商时间')
  const participants = onceEach(
    command.participants.map(({ name, unit }) => ({ name: demandText(name, '参加人姓名', 100), unit: demandText(unit, '参加人单位', 100) }))
  )
  if (participants.length < 2) throw new RefusedError('会商须有两人以上参加，同一人只算一次')
  if (participants.length > mostPeople || command.opinions.length > mostOpinions)
    throw new RefusedError(`最多 ${mostPeople} 人、${mostOpinions} 条意见`)
  const opinions = command.opinions.map(({ by, text }) => ({ by: demandParticipant(by, participants), text: demandText(text, '意见') }))
  const conclusion = demandText(command.conclusion, '会商结论')
  const tasks = demandTasks(state, command.tasks, context.now)
  const id = `meeting/${workOf(state).meetings.length + 1}`
  return [
    {
      type: 'meeting-held',
      meeting: { id, topic, heldAt: command.heldAt, participants, opinions, conclusion, proposedGrade: command.proposedGrade }
    },
    ...(tasks.length === 0 ? [] : [{ type: 'tasks-given' as const, source: 'meeting' as const, about: topic, checklistId: null, tasks }])
  ]
}

/** Who is named twice took part once. */
function onceEach(participants: Meeting['participants']): Meeting['participants'] {
  return [...new Map(participants.map((one) => [`${one.name}\n${one.unit}`, one])).values()]
}

function demandParticipant(by: string, participants: Meeting['participants']): string {
  const name = by.trim()
  if (!participants.some((one) => one.name === name)) throw new RefusedError(`发表意见的“${name}”不在参加人之中`)
  return name
}
