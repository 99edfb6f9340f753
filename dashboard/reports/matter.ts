import type { ReportMakeRequest } from '../../dashboard-api/contract-reports.ts'

/** What a person fills in of a 督办单, a 通报 or an 约谈通知; empty fields are left to the paper. */
export interface MatterForm {
  number: string
  unit: string
  finding: string
  facts: string
  evidence: string
  requirement: string
  dueDay: string
  statement: string
  meetingAt: string
  meetingPlace: string
  attendees: string
}

/** 国办发〔2018〕23号: what is found of an answer. */
export const findings = ['处置不得力', '回应不妥当', '报告不及时'] as const

export function emptyMatter(): MatterForm {
  return {
    number: '',
    unit: '',
    finding: findings[0],
    facts: '',
    evidence: '',
    requirement: '',
    dueDay: '',
    statement: '',
    meetingAt: '',
    meetingPlace: '',
    attendees: ''
  }
}

/** Each line of the evidence is a piece of it; days and times are those of a wall in China. */
export function matterOf(form: MatterForm, incidentId: string): ReportMakeRequest['matter'] {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text)
  const lines = form.evidence.split('\n').filter((line) => line.trim() !== '')
  const meeting = form.meetingAt === '' ? null : { at: utcOf(form.meetingAt), place: form.meetingPlace, attendees: form.attendees }
  return {
    number: orNull(form.number),
    unit: form.unit,
    incidentId: orNull(incidentId),
    finding: form.finding,
    facts: form.facts,
    evidence: lines.map((words) => ({ words })),
    requirement: form.requirement,
    dueAt: form.dueDay === '' ? null : utcOf(`${form.dueDay}T18:00`),
    statement: orNull(form.statement),
    meeting
  }
}

function utcOf(wall: string): string {
  return new Date(`${wall}:00+08:00`).toISOString()
}

export function chinaToday(now: string): string {
  return new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10)
}
