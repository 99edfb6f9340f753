import { otherFigures } from '../contradictions.ts'
import { saysNothing } from '../empty-words.ts'
import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { statedCauses } from '../stated-cause.ts'
import { openGaps, type WordingForm, type WordingSection } from '../wording-draft.ts'
import { wordingFieldWords } from '../wording-template.ts'
import { knownFigures } from './known-figures.ts'
import { updateFaults } from './promised-update.ts'
import { publicityOf } from './publicity.ts'
import type { IncidentState } from './state.ts'
import type { Wording } from './wording.ts'

const longestShown = 60

/**
 * Why a wording cannot go out as it is, each with what is to be done; empty where it can. Asked when it is submitted and at every
 * step, since a cause may have been retracted and a promised moment may have passed meanwhile.
 */
export function wordingFaults(state: IncidentState, { text, form }: Pick<Wording, 'text' | 'form'>, now: Instant): string[] {
  const gaps = openGaps(text)
  const [cause] = publicityOf(state).cause === null ? statedCauses(text) : []
  return [
    ...(gaps.length === 0 ? [] : [`还有 ${gaps.length} 处待核：${gaps.join('、')}；查明并写上，或删去整句`]),
    ...(form === undefined ? [] : formFaults(form)),
    ...emptyFaults(state, text, form),
    ...updateFaults(state, text, form, now),
    ...figureFaults(state, text),
    ...(cause === undefined ? [] : [`原因尚未认定，口径不能写原因：「${cause.slice(0, longestShown)}」；请先记录原因认定，或改写为正在调查`])
  ]
}

/** A figure that people verified goes before what the machine read; who knows better says so first, as 核实. */
function figureFaults(state: IncidentState, text: string): string[] {
  return knownFigures(state).flatMap(({ by, verified, text: known }) => {
    const others = otherFigures(text, known)
    const way = verified ? '请改正，或先核实新的数字' : '请改正，或先核实口径中的数字'
    return others.length === 0 ? [] : [`口径中的「${others.join('」「')}」与${by}（${known}）不一致；${way}`]
  })
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

/** A heading may be 情况通报; of the next update it is asked when. */
const judgedElsewhere: ReadonlySet<WordingSection['field']> = new Set(['heading', 'next-update'])

function emptyFaults(state: IncidentState, text: string, form: WordingForm | undefined): string[] {
  const names = state.departments.map(({ name }) => name)
  if (form === undefined) return openGaps(text).length === 0 && saysNothing(text, names) ? ['口径没有说出任何具体内容'] : []
  const empty = form.sections.filter(
    (section) => !judgedElsewhere.has(section.field) && isEmptyTalk(section, section.field === 'issuer' ? [] : names)
  )
  return empty.map(({ field, text: said }) => `“${wordingFieldWords[field]}”没有说出任何具体内容：「${said.trim().slice(0, longestShown)}」`)
}

/** What the template says anyway does not make up for what a person did not; what is left open or left out is told elsewhere. */
function isEmptyTalk({ text, statements }: WordingSection, names: readonly string[]): boolean {
  if (text.trim() === '' || openGaps(text).length > 0) return false
  const own = statements.filter(({ evidence }) => evidence.some(({ kind }) => kind !== 'template'))
  return saysNothing((own.length > 0 ? own : statements).map((one) => one.text).join(''), names)
}

/** @throws RefusedError with every fault */
export function demandSound(state: IncidentState, wording: Pick<Wording, 'text' | 'form'>, now: Instant): void {
  const faults = wordingFaults(state, wording, now)
  if (faults.length > 0) throw new RefusedError(`口径还不能提交或核准。${faults.join('。')}`)
}
