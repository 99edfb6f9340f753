import type { IncidentDocument } from '../core/incident/state.ts'
import type { IncidentEventBody } from '../core/incident/events.ts'
import type { IncidentStage } from '../core/incident/incident-stage.ts'
import { publicityOf } from '../core/incident/publicity.ts'
import { stagesOf } from '../core/incident/stages.ts'
import type { SupervisionEntry } from '../core/incident/supervision-entry.ts'
import type { Task } from '../core/incident/task.ts'
import { workOf } from '../core/incident/work.ts'
import type { Wording } from '../core/incident/wording.ts'
import type { ReportKind } from '../core/reports/report-kind.ts'
import type { Expectation } from './expectations.ts'
import type { MeasureTruth } from './measured.ts'

/** What must have become of the matter that the script carries through all of it. */
export interface Carried {
  /** Key of the incident. */
  readonly incident: string
  /** Id of the department that leads it. */
  readonly department: string
  /** Ids of the checklists that start with it. */
  readonly checklists: readonly string[]
  /** Papers that are made of it. */
  readonly papers: readonly ReportKind[]
  /** Rows that 漏报、迟报、误报、瞒报 must hold at the end. */
  readonly measures: readonly MeasureTruth[]
}

type Found = Pick<IncidentDocument, 'state' | 'events'>
type Step = readonly [name: string, look: (found: Found, carried: Carried) => Look]
/** Whether it happened, and what stands on the timeline of it. */
type Look = readonly [held: boolean, detail: string]

/** From 上报 to 办结, in the order of docs/workflow.md; each step by what stands on the timeline. */
const steps: readonly Step[] = [
  ['上报：电话、书面均已按程序报出', reportedUp],
  ['上报：初报、续报、终报齐全，有文号和回执', reportsInOrder],
  ['交办：主办部门签收并作知晓性回应', takenOver],
  [
    '批示落为有时限的任务，均已完成',
    ({ state }) =>
      tasksDone(
        workOf(state).tasks.filter(({ source }) => source === 'instruction'),
        2
      )
  ],
  ['应急预案检查单启动，各项完成', checklistsDone],
  ['会商有参加人、结论和落实的任务', meetingHeld],
  ['核实：有核实的，有否定的，均写明依据', factsChecked],
  ['口径按模板起草，退回一版，经三人办理后签发', wordingAgreed],
  ['权威发布与签发的口径相符', releasedAsWritten],
  ['持续发布：续报按时', toldOn],
  ['新闻发布会已召开并有公开报道', conferenceHeld],
  ['媒体宣传计划有刊发的稿件', mediaPublished],
  ['敷衍的答复被退回，重新答复后认可', answersJudged],
  ['督办：提醒、督办单、通报批评均有文号', documentsNumbered],
  ['督办：通报批评前听取单位陈述，由领导签发', heardAndSigned],
  ['督办：整改报告均已验收', rectified],
  ['办结时除电话通知外没有未办事项', closedClean]
]

/** Holds the timeline of the carried matter against every step that the script takes with it. Pure. */
export function judgeCourse(found: Found | null, carried: Carried): Expectation[] {
  return steps.map(([name, look]) => {
    const [held, detail] = found === null ? ([false, '没有这个事件'] as const) : look(found, carried)
    return { name: `全程：${name}`, held, detail }
  })
}

/* ---- 上报、交办 ---- */

function stagesMet({ state }: Found, kind: IncidentStage['kind'], ...stages: readonly string[]): Look {
  const all = stagesOf(state).filter((clock) => clock.kind === kind)
  const met = stages.filter((id) => all.some(({ stage, settled }) => stage.id === id && settled?.state === 'met'))
  return [met.length === stages.length, all.map(({ stage, settled }) => `${stage.words} ${settled?.state ?? 'running'}`).join('、') || '没有此时限']
}

function reportedUp(found: Found): Look {
  return stagesMet(found, 'report-up', 'phone', 'written')
}

function reportsInOrder({ state }: Found): Look {
  const { reports } = workOf(state)
  const kinds = reports.map(({ kind }) => kind).join('、')
  const proven = reports.every(({ documentNo, receipt }) => documentNo !== null && receipt !== '')
  return [proven && kinds === 'initial、follow-up、final', reports.map(({ kind, documentNo }) => `${kind} ${documentNo}`).join('、') || '没有报告']
}

function takenOver(found: Found, { department }: Carried): Look {
  const accepted = found.events.some(({ body }) => body.type === 'accepted' && body.departmentId === department)
  const [noticed, detail] = stagesMet(found, 'department-reply', 'notice')
  return [accepted && noticed, `${accepted ? '已签收' : '未签收'}；${detail}`]
}

/* ---- 任务、会商、核实 ---- */

function tasksDone(tasks: readonly Task[], least: number): Look {
  const open = tasks.filter(({ state }) => state !== 'done')
  const held = tasks.length >= least && open.length === 0 && tasks.every(({ word }) => (word?.text ?? '') !== '')
  return [held, `${tasks.length} 项，未完成：${open.map(({ text }) => text).join('、') || '无'}`]
}

function checklistsDone({ state }: Found, { checklists }: Carried): Look {
  const { tasks } = workOf(state)
  const each = checklists.map((id) =>
    tasksDone(
      tasks.filter(({ checklistId }) => checklistId === id),
      1
    )
  )
  return [each.every(([held]) => held), each.map(([, detail], index) => `${checklists[index]}：${detail}`).join('；')]
}

function meetingHeld({ state }: Found): Look {
  const { meetings, tasks } = workOf(state)
  const meeting = meetings[0]
  if (meeting === undefined) return [false, '没有会商']
  const [followed, detail] = tasksDone(
    tasks.filter(({ source }) => source === 'meeting'),
    1
  )
  const units = new Set(meeting.participants.map(({ unit }) => unit)).size
  return [followed && units > 1 && meeting.conclusion !== '', `${meeting.participants.length} 人，${units} 个单位；任务 ${detail}`]
}

function factsChecked({ state }: Found): Look {
  const { factChecks } = workOf(state)
  const has = (status: string): boolean => factChecks.some((one) => one.status === status)
  const held = has('verified') && has('refuted') && factChecks.every(({ source }) => source !== '')
  return [held, factChecks.map(({ fact, value, status }) => `${fact} ${value} ${status}`).join('、') || '没有核实']
}

/* ---- 口径、发布 ---- */

function wordingAgreed({ state }: Found): Look {
  const wordings = state.wordings ?? []
  const returned = wordings.filter((one) => one.returned !== undefined)
  const agreed = wordings.filter(({ approvedAt, form }) => approvedAt !== null && form !== undefined)
  const held = returned.length > 0 && agreed.length > 1 && agreed.every((one) => handsOf(one).size === 3)
  const told = wordings.map(
    (one) => `第 ${one.version} 版 ${one.returned === undefined ? `${handsOf(one).size} 人` : `退回：${one.returned.reason}`}`
  )
  return [held, told.join('；') || '没有口径']
}

/** Drafted, reviewed, issued: who took a part. */
function handsOf({ draftedBy, reviews = [], approvedBy }: Wording): ReadonlySet<string> {
  const hands = [draftedBy, ...reviews.map(({ by }) => by), ...(approvedBy === null ? [] : [approvedBy])]
  return new Set(hands.flatMap((one) => (one.kind === 'person' ? [one.id] : [])))
}

function releasedAsWritten({ state }: Found): Look {
  const standing = state.releases.filter(({ lost }) => lost === undefined)
  const carried = standing.filter(({ comparison }) => comparison?.carries === true)
  return [
    carried.length >= 2 && carried.length === standing.length,
    standing.map(({ title, comparison }) => `${title} 第 ${comparison?.version} 版`).join('、') || '没有发布'
  ]
}

function toldOn(found: Found): Look {
  return stagesMet(found, 'next-update', 'update')
}

function conferenceHeld({ state }: Found): Look {
  return [state.publicPhase === 'conference-held' && state.conferences.some(({ lost }) => lost === undefined), state.publicPhase]
}

function mediaPublished({ state }: Found): Look {
  const { media } = publicityOf(state)
  const out = media.filter(({ publishedAt, link }) => publishedAt !== null && link !== null)
  return [out.length > 0, media.map(({ outlet, title }) => `${outlet} ${title ?? '未刊发'}`).join('、') || '没有计划']
}

/* ---- 答复、督办 ---- */

function answersJudged(found: Found): Look {
  const decisions = (found.state.answerDecisions ?? []).map(({ decision, findings }) => [decision, findings.length] as const)
  const [first, last] = [decisions[0], decisions.at(-1)]
  const [met] = stagesMet(found, 'department-reply', 'answer')
  const held = met && first !== undefined && first[0] === 'sent-back' && first[1] > 0 && last?.[0] === 'accepted'
  return [held, decisions.map(([decision, count]) => `${decision}（${count} 处）`).join('、') || '没有决定']
}

const ladder = ['reminder', 'order', 'criticism'] as const

function entriesOf({ state }: Found): readonly SupervisionEntry[] {
  return state.supervision?.entries ?? []
}

function documentsNumbered(found: Found, { department }: Carried): Look {
  const entries = entriesOf(found).filter(({ unit }) => unit.id === department)
  const held = ladder.every((kind) => entries.some((one) => one.kind === kind && one.status === 'issued' && one.number !== null))
  return [held, entries.map(({ number, status }) => number?.words ?? status).join('、') || '没有督办文书']
}

function heardAndSigned(found: Found): Look {
  const signed = entriesOf(found).find(({ kind }) => kind === 'criticism')
  if (signed === undefined) return [false, '没有通报批评']
  const { statement, decided, drafted } = signed
  const [drafter, signer] = [drafted.by, decided?.by]
  const another = signer?.kind === 'person' && drafter.kind === 'person' && signer.id !== drafter.id
  return [statement !== null && another, `陈述：${statement?.text ?? '无'}`]
}

function rectified(found: Found): Look {
  const owed = entriesOf(found).filter(({ kind }) => kind !== 'reminder')
  return [
    owed.length > 1 && owed.every(({ rectification }) => rectification === 'accepted'),
    owed.map(({ kind, rectification }) => `${kind} ${rectification}`).join('、') || '没有'
  ]
}

/* ---- 办结 ---- */

function closedClean({ events }: Found): Look {
  const closed = events.map(({ body }) => body).findLast((body): body is Extract<IncidentEventBody, { type: 'closed' }> => body.type === 'closed')
  if (closed === undefined) return [false, '没有办结']
  const left = closed.waived?.matters ?? []
  return [left.every((matter) => matter.startsWith('电话通知')), left.join('、') || '没有']
}
