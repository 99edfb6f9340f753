import { RefusedError } from '../errors.ts'
import { openGaps } from '../wording-draft.ts'

/** @throws RefusedError that names every gap of a template that nobody filled */
export function demandFilled(text: string): void {
  const gaps = openGaps(text)
  if (gaps.length > 0) throw new RefusedError(`答复还有 ${gaps.length} 处没有填：${gaps.join('、')}；请写上，或删去整句`)
}
