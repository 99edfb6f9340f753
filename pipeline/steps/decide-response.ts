import type { Reason, ResponseValue } from '../../core/assessment.ts'
import { gradeWords, severityOf, type Grade } from '../../core/grade.ts'
import { responseStep } from '../../core/response-reason.ts'
import type { Firing } from '../rules/compile.ts'

export interface Response {
  readonly value: ResponseValue
  readonly reasons: readonly Reason[]
}

/**
 * 回应价值 with its reason: must where the grade or a rule says so (国办发〔2016〕61号 五类重点回应), observe what is ours only in
 * part or has no grade. What is ignored needs no reason: nothing fired, or relevance said why.
 */
export function decideResponse(relevant: boolean, grade: Grade | null, firings: readonly Firing[]): Response {
  if (!relevant)
    return firings.length > 0 && grade !== null ? answer('observe', '够得上等级，但不属本单位，只观察') : { value: 'ignore', reasons: [] }
  if (grade !== null && severityOf(grade) >= severityOf('III')) return answer('must-respond', `${gradeWords[grade]}：重点回应（国办发〔2016〕61号）`)
  const bound = firings.find(({ rule }) => rule.mustRespond)
  if (bound !== undefined) return answer('must-respond', `规则「${bound.rule.name}」属重点回应（${bound.rule.source}）`)
  if (grade === null) return answer('observe', '没有等级，也没有规则要求回应，只观察')
  return answer('respond', `${gradeWords[grade]}：其他政务舆情应予回应（国办发〔2016〕61号）`)
}

function answer(value: ResponseValue, words: string): Response {
  return { value, reasons: [{ step: responseStep, words }] }
}
