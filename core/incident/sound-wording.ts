import { RefusedError } from '../errors.ts'
import { statedCauses } from '../stated-cause.ts'
import { openGaps, type WordingForm } from '../wording-draft.ts'
import { wordingFieldWords } from '../wording-template.ts'
import { publicityOf } from './publicity.ts'
import type { IncidentState } from './state.ts'
import type { Wording } from './wording.ts'

const longestShown = 60

/**
 * Why a wording cannot go out as it is, each with what is to be done; empty where it can. Asked when it is submitted and at every
 * step, since a cause may have been retracted meanwhile.
 */
export function wordingFaults(state: IncidentState, { text, form }: Pick<Wording, 'text' | 'form'>): string[] {
  const gaps = openGaps(text)
  const [cause] = publicityOf(state).cause === null ? statedCauses(text) : []
  return [
    ...(gaps.length === 0 ? [] : [`还有 ${gaps.length} 处待核：${gaps.join('、')}；查明并写上，或删去整句`]),
    ...(form === undefined ? [] : formFaults(form)),
    ...(cause === undefined ? [] : [`原因尚未认定，口径不能写原因：「${cause.slice(0, longestShown)}」；请先记录原因认定，或改写为正在调查`])
  ]
}

function formFaults({ sections, basis }: WordingForm): string[] {
  const empty = sections.filter(({ optional, text }) => !optional && text.trim() === '').map(({ field }) => wordingFieldWords[field])
  const unfounded = sections.flatMap(({ statements }) => statements.filter(({ evidence }) => evidence.some(({ kind }) => kind === 'person')))
  const [first] = unfounded
  return [
    ...(empty.length === 0 ? [] : [`缺少必有的部分：${empty.join('、')}`]),
    ...(first === undefined || basis !== ''
      ? []
      : [`有 ${unfounded.length} 句由人写明而没有依据，如「${first.text.trim().slice(0, longestShown)}」；请在依据一栏写明来自何处`])
  ]
}

/** @throws RefusedError with every fault */
export function demandSound(state: IncidentState, wording: Pick<Wording, 'text' | 'form'>): void {
  const faults = wordingFaults(state, wording)
  if (faults.length > 0) throw new RefusedError(`口径还不能提交或核准。${faults.join('。')}`)
}
