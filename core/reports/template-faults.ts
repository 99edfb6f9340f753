import { fieldsFor } from './report-fields.ts'
import { reportKindWords, reportScopes } from './report-kind.ts'
import { chartScopes, loopScopes, piecesOf, tableScopes, textsOf, type ReportTemplate } from './report-template.ts'

export interface TemplateFault {
  readonly path: readonly (string | number)[]
  readonly reason: string
}

/** What a template asks for that its kind does not have: fields, loops, charts and tables, each with its place. */
export function templateFaults(template: ReportTemplate): TemplateFault[] {
  return [...fieldFaults(template), ...partFaults(template)]
}

function fieldFaults(template: ReportTemplate): TemplateFault[] {
  return textsOf(template).flatMap(({ path, text, loop }) => {
    const known = fieldsFor(template.kind, loop)
    return piecesOf(text).flatMap((piece): TemplateFault[] => {
      if ('text' in piece || Object.hasOwn(known, piece.field)) return []
      return [{ path, reason: `没有字段 {${piece.field}}；${reportKindWords[template.kind]}此处可用：${Object.keys(known).join('、')}` }]
    })
  })
}

function partFaults({ kind, body }: ReportTemplate): TemplateFault[] {
  const scope = reportScopes[kind]
  const fits = (wanted: string): boolean => wanted === 'any' || wanted === scope
  const fault = (path: readonly (string | number)[], what: string): TemplateFault => ({ path, reason: `${reportKindWords[kind]}没有 ${what}` })
  return body.flatMap((part, index): TemplateFault[] => {
    if ('each' in part) return fits(loopScopes[part.each]) ? [] : [fault(['body', index, 'each'], part.each)]
    if ('chart' in part) return fits(chartScopes[part.chart]) && scope !== 'supervision' ? [] : [fault(['body', index, 'chart'], part.chart)]
    if ('table' in part) return fits(tableScopes[part.table]) && scope !== 'supervision' ? [] : [fault(['body', index, 'table'], part.table)]
    return []
  })
}
