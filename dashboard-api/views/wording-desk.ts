import { roleWords, type Person } from '../../core/actor.ts'
import type { Department } from '../../core/department.ts'
import type { FilledWording } from '../../core/fill-wording.ts'
import { publicityOf, type RecordedConflict } from '../../core/incident/publicity.ts'
import type { SpeakingUnit } from '../../core/incident/publicity-events.ts'
import { wordingFaults } from '../../core/incident/sound-wording.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { awaitedStep, isOfUnit, wordingsInForce, wordingStanding, type Wording, type WordingStanding } from '../../core/incident/wording.ts'
import type { Instant } from '../../core/instant.ts'
import { conflictName } from '../../core/publicity-words.ts'
import { releaseRules, wordingSteps } from '../../core/release-policy.ts'
import type { StatementEvidence, WordingSection } from '../../core/wording-draft.ts'
import { templatesFor, wordingFieldWords, wordingStageWords, type WordingTemplate, type WordingTemplates } from '../../core/wording-template.ts'
import type { ConflictView, FilledTemplate, SectionView, WordingDesk, WordingVersion } from '../contract-wording.ts'
import { actorName } from './words.ts'

export interface WordingParts {
  readonly templates: WordingTemplates
  readonly units: readonly SpeakingUnit[]
}

/** 口径 of one incident, its approval, its conflicts. */
export function wordingDesk({ state }: IncidentDocument, { templates, units }: WordingParts, now: Instant): WordingDesk {
  const { cause, conflicts } = publicityOf(state)
  const rules = releaseRules(state.policy)
  return {
    now,
    steps: [
      { words: '拟稿', roleNames: [] },
      ...wordingSteps(state.policy).map(({ words, roles }) => ({ words, roleNames: roles.map((role) => roleWords[role]) }))
    ],
    source: rules.source,
    templatesRequired: rules.templates === 'required',
    templates: templatesFor(templates, state.eventType).map(templateView),
    units: units.map(({ id, name }) => ({ id, name })),
    cause: cause === null ? null : { text: cause.text, basis: cause.basis, by: actorName(cause.by), at: cause.at },
    versions: (state.wordings ?? []).map((wording) => wordingVersion(state, wording, now)).toReversed(),
    conflicts: conflicts.map(conflictView).toReversed()
  }
}

function templateView({ id, name, stage }: Pick<WordingTemplate, 'id' | 'name' | 'stage'>): WordingDesk['templates'][number] {
  return { id, name, stage, stageWords: wordingStageWords[stage] }
}

export function wordingVersion(state: IncidentState, wording: Wording, now: Instant): WordingVersion {
  const { form, unit, version, text, draftedAt, draftedBy, submitted, reviews = [], approvedAt, approvedBy, returned } = wording
  const standing = wordingStanding(wording, state.policy)
  const step = awaitedStep(wording, state.policy)
  const last = wordingSteps(state.policy).at(-1)?.words ?? '核准'
  return {
    version,
    text,
    unit: unit?.name ?? null,
    stage: form?.stage ?? null,
    stageWords: form === undefined ? null : wordingStageWords[form.stage],
    template: form === undefined ? null : { id: form.template.id, name: form.template.name },
    sections: form?.sections.map(sectionView) ?? [],
    basis: form?.basis ?? '',
    standing,
    standingWords: wordsOfStanding(state, wording),
    inForce: wordingsInForce(state).includes(wording),
    done: [
      { words: '拟稿', by: actorName(draftedBy), at: draftedAt },
      ...(submitted === undefined ? [] : [{ words: '提交', by: actorName(submitted.by), at: submitted.at }]),
      ...reviews.map(({ words, by, at }) => ({ words, by: actorName(by), at })),
      ...(approvedAt === null || approvedBy === null ? [] : [{ words: last, by: actorName(approvedBy), at: approvedAt }])
    ],
    awaits: step === null ? null : { words: step.words, roles: [...step.roles], roleNames: step.roles.map((role) => roleWords[role]) },
    returned: returned === undefined ? null : { words: returned.words, by: actorName(returned.by), at: returned.at, reason: returned.reason },
    involvedIds: involvedIds(wording),
    faults: standing === 'draft' || standing === 'under-approval' ? wordingFaults(state, wording, now) : [],
    before: state.wordings?.findLast((one) => one.version < version && isOfUnit(one, wording))?.version ?? null
  }
}

/** 草稿, 待审核, 已生效. */
export function wordsOfStanding({ policy }: Pick<IncidentState, 'policy'>, wording: Wording): string {
  const step = awaitedStep(wording, policy)
  return step === null ? standingWords[wordingStanding(wording, policy)] : `待${step.words}`
}

const standingWords = { draft: '草稿', 'under-approval': '审批中', returned: '已退回', approved: '已生效' } as const satisfies Record<
  WordingStanding,
  string
>

/** Who may take no further step. */
export function involvedIds({ draftedBy, submitted, reviews = [] }: Wording): string[] {
  const people = [draftedBy, ...(submitted === undefined ? [] : [submitted.by]), ...reviews.map(({ by }) => by)]
  return [...new Set(people.flatMap((actor) => (actor.kind === 'person' ? [actor.id] : [])))]
}

function sectionView({ field, optional, text, statements }: WordingSection): SectionView {
  return {
    field,
    words: wordingFieldWords[field],
    optional,
    text,
    statements: statements.map((one) => ({ text: one.text, evidence: one.evidence.map(evidenceView) }))
  }
}

function evidenceView(evidence: StatementEvidence): SectionView['statements'][number]['evidence'][number] {
  switch (evidence.kind) {
    case 'event':
      return { kind: 'event', words: `时间线 #${evidence.seq} ${evidence.words}`, mentionId: null }
    case 'mention':
      return { kind: 'mention', words: `“${evidence.sentence}”`, mentionId: evidence.id }
    case 'template':
      return { kind: 'template', words: `模板固定用语（${evidence.id}）`, mentionId: null }
    case 'config':
      return { kind: 'config', words: evidence.words, mentionId: null }
    case 'person':
      return { kind: 'person', words: `${evidence.name} 写明${evidence.words === '' ? '，未写依据' : `，依据：${evidence.words}`}`, mentionId: null }
    default:
      return evidence satisfies never
  }
}

/** The template with every part, so that the page shows a field for each. */
export function filledTemplate(template: WordingTemplate, unit: string, { sections, gaps }: FilledWording): FilledTemplate {
  return {
    template: templateView(template),
    unit,
    sections: template.parts.map(({ field, optional }) => {
      const filled = sections.find((section) => section.field === field)
      return sectionView(filled ?? { field, optional, text: '', statements: [] })
    }),
    gaps: [...gaps]
  }
}

function conflictView({ settled, endedAt, foundAt, ...conflict }: RecordedConflict): ConflictView {
  const state = endedAt !== null ? 'ended' : settled !== null ? 'settled' : 'open'
  return {
    ...conflict,
    name: conflictName(conflict),
    foundAt,
    state,
    stateWords: { open: '待协调', settled: '已办结', ended: '已一致' }[state],
    settled: settled === null ? null : { by: actorName(settled.by), at: settled.at, reason: settled.reason }
  }
}

/** For whom a person may speak: a handler for the own department, the desk for its unit and for any department of the incident. */
export function speakableUnits(person: Person, own: SpeakingUnit, departments: readonly Department[], state: IncidentState): SpeakingUnit[] {
  const mine = departments.find(({ id }) => id === person.departmentId)
  const mineUnit = mine === undefined ? [] : [{ id: mine.id, name: mine.name }]
  const isDesk = person.roles.some((role) => role !== 'handler')
  if (!isDesk) return mineUnit.length > 0 ? mineUnit : [own]
  const involved = state.departments.map(({ id, name }) => ({ id, name }))
  const all = [own, ...mineUnit, ...involved]
  return all.filter(({ id }, index) => all.findIndex((one) => one.id === id) === index)
}
