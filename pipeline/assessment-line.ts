import type { Assessment } from '../core/assessment.ts'
import { joinAddresses } from './names/join-addresses.ts'

/** One line of `wanglou assess`: the assessment in the form that DESIGN.md promises to other programs. */
export function assessmentLine(assessment: Assessment): Record<string, unknown> {
  const { rules, facts, occurred, places, departments, explanation } = assessment
  return {
    id: assessment.id,
    relevant: assessment.relevant,
    rules: rules.map(({ id, version, pack, matches }) => ({ id, version, pack, matches })),
    facts,
    occurredAt: occurred?.at ?? null,
    occurred,
    places: joinAddresses(places, assessment.organisations),
    organisations: assessment.organisations,
    departments: departments.map(({ id, name, role, reason }) => ({ id, name, role, reason })),
    sentiment: assessment.sentiment,
    eventType: assessment.eventType,
    emergencyKind: assessment.emergencyKind ?? null,
    subject: assessment.subject,
    grade: assessment.grade,
    eventGrade: explanation.eventGrade,
    opinionGrade: explanation.opinionGrade,
    explanation,
    responseValue: assessment.responseValue,
    replySort: assessment.replySort ?? null,
    jurisdiction: assessment.jurisdiction,
    rulesVersion: assessment.rulesVersion,
    reasons: assessment.reasons
  }
}
