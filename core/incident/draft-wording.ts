import { RefusedError } from '../errors.ts'
import { fillWording } from '../fill-wording.ts'
import { releaseRules } from '../release-policy.ts'
import { sentencesOf, type Statement, type StatementEvidence, type WordingForm } from '../wording-draft.ts'
import { wordingFieldWords, type WordingField, type WordingTemplate } from '../wording-template.ts'
import { begin, type CommandContext } from './command.ts'
import type { IncidentEvent } from './events.ts'
import type { SpeakingUnit } from './publicity-events.ts'
import type { IncidentState } from './state.ts'
import { typedText } from './typed-text.ts'
import type { Decision } from './update.ts'
import { newestOfUnit, wordingStanding } from './wording.ts'

/** A wording in the parts of a template, as a person left them. */
export interface TemplatedWording {
  readonly template: WordingTemplate
  readonly templatesVersion: string
  readonly issuer: string
  readonly sections: readonly { readonly field: WordingField; readonly text: string }[]
  /** On what ground the person wrote what no fact says; `#12` names an entry of the timeline. */
  readonly basis: string
}

export interface DraftWording {
  /** Written freely; null where it has the parts of a template. */
  readonly text: string | null
  readonly form?: TemplatedWording
  /** Who speaks; left out: as before there were units. */
  readonly unit?: SpeakingUnit
}

const longest = 6000

/** 拟口径: a new version. What is approved stays in force until the new one is approved too. A draft may leave gaps; to submit it may not. */
export function draftWording(state: IncidentState, command: DraftWording, context: CommandContext, events: readonly IncidentEvent[] = []): Decision {
  begin(state, context, 'incident.draft-wording')
  const { templates, source } = releaseRules(state.policy)
  if (command.form === undefined && templates === 'required') throw new RefusedError(`口径须按模板起草：请选择一个模板（${source}）`)
  const form = command.form === undefined ? undefined : formOf(state, command.form, context, events)
  const text = typedText(form === undefined ? (command.text ?? '') : form.sections.map((section) => section.text).join('\n'), '口径', longest)
  const { unit } = command
  const before = newestOfUnit(state, unit === undefined ? {} : { unit })
  const isSame = before?.text === text && before.form?.template.id === form?.template.id && before.form?.basis === form?.basis
  if (before !== null && isSame && wordingStanding(before, state.policy) !== 'returned') return []
  const version = (state.wordings?.at(-1)?.version ?? 0) + 1
  return [{ type: 'wording-drafted', version, text, ...(form === undefined ? {} : { form }), ...(unit === undefined ? {} : { unit }) }]
}

/** Every sentence with its evidence: what the incident says as it says it, what the person wrote on the person's ground. */
function formOf(state: IncidentState, command: TemplatedWording, context: CommandContext, events: readonly IncidentEvent[]): WordingForm {
  const { template, templatesVersion, issuer } = command
  const unknown = command.sections.find(({ field }) => !template.parts.some((part) => part.field === field))
  if (unknown !== undefined) throw new RefusedError(`模板“${template.name}”没有 ${unknown.field} 这一段`)
  const twice = command.sections.find(({ field }, index) => command.sections.findIndex((one) => one.field === field) !== index)
  if (twice !== undefined) throw new RefusedError(`“${wordingFieldWords[twice.field]}”这一段给了两次，请合为一段`)
  const filled = fillWording({ template, templatesVersion, state, events, issuer })
  const known = new Map(filled.sections.flatMap(({ statements }) => statements.map((one) => [keyOf(one.text), one.evidence] as const)))
  const basis = command.basis.trim() === '' ? '' : typedText(command.basis, '依据', 1000)
  const own = ownEvidence(basis, context, events)
  const sections = template.parts.flatMap(({ field, optional }) => {
    const typed = command.sections.find((section) => section.field === field)?.text.trim() ?? ''
    if (typed === '') return optional ? [] : [{ field, optional, text: '', statements: [] }]
    const text = typedText(typed, '口径', longest)
    return [{ field, optional, text, statements: sentencesOf(text).flatMap((one) => statementOf(one, known.get(keyOf(one)) ?? own)) }]
  })
  return { stage: template.stage, template: { id: template.id, name: template.name, version: templatesVersion }, sections, basis }
}

function statementOf(text: string, evidence: readonly StatementEvidence[]): Statement[] {
  return text.trim() === '' ? [] : [{ text, evidence: [...evidence] }]
}

function keyOf(text: string): string {
  return text.trim()
}

/** The person's word, and the entries of the timeline that it names. @throws RefusedError for one that there is not */
function ownEvidence(basis: string, { actor }: CommandContext, events: readonly IncidentEvent[]): StatementEvidence[] {
  const [id, name] = actor.kind === 'person' ? [actor.id, actor.name] : [null, actor.part]
  const named = [...basis.matchAll(/#(\d{1,6})/g)].map(([, seq = '']): StatementEvidence => {
    const event = events.find((one) => one.seq === Number(seq))
    if (event === undefined) throw new RefusedError(`依据中的 #${seq} 不在时间线上：时间线只到 #${events.at(-1)?.seq ?? 0}`)
    return { kind: 'event', id: event.id, seq: event.seq, words: `拟稿人引用的时间线第 ${event.seq} 条` }
  })
  return [{ kind: 'person', id, name, words: basis }, ...named]
}
