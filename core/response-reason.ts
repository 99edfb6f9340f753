import type { Assessment } from './assessment.ts'

/** Names the reason of the response value among the reasons of an assessment. */
export const responseStep = 'decide-response'

/** Why a mention has its response value; null where it is ignored, or was assessed before reasons were given. */
export function responseReasonOf({ reasons }: Pick<Assessment, 'reasons'>): string | null {
  return reasons.find(({ step }) => step === responseStep)?.words ?? null
}
