import type { AnswerFinding } from '../answers/answer-finding.ts'
import { RefusedError } from '../errors.ts'

/** What a department is told must stand in its answer word for word. @throws RefusedError naming the passage that does not */
export function demandQuoted(findings: readonly AnswerFinding[], text: string): readonly AnswerFinding[] {
  const wrong = findings
    .flatMap(({ passages }) => passages)
    .find((passage) => text.slice(passage.offset, passage.offset + passage.text.length) !== passage.text)
  if (wrong !== undefined) throw new RefusedError(`答复第 ${wrong.offset} 字处没有“${wrong.text.slice(0, 40)}”`)
  return findings
}
