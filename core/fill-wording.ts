import { statedFacts, type Fact, type FactName } from './assessment.ts'
import type { IncidentEvent, IncidentEventBody } from './incident/events.ts'
import { runningStages } from './incident/stages.ts'
import { standingConference } from './incident/lose-conference.ts'
import { standingRelease } from './incident/release.ts'
import type { IncidentState } from './incident/state.ts'
import { hourMs, msOf, type Instant, type Precision } from './instant.ts'
import { gap, sentencesOf, type Statement, type StatementEvidence, type WordingSection } from './wording-draft.ts'
import { askedFor, placeholderPattern, type Placeholder, type WordingTemplate } from './wording-template.ts'

export interface FillInput {
  readonly template: WordingTemplate
  readonly templatesVersion: string
  readonly state: IncidentState
  readonly events: readonly IncidentEvent[]
  readonly issuer: string
}

/** What an incident says for a placeholder; `open`: what a person has to find out, and what the machine has read meanwhile. */
type Filled =
  | { readonly words: string; readonly evidence: readonly StatementEvidence[] }
  | { readonly open: string; readonly hint?: string }
  /** Nothing to say, and nothing missing: the sentence is left out. */
  | null

export interface FilledWording {
  readonly sections: WordingSection[]
  /** What is left open, with what was read of it and counts for nothing. */
  readonly gaps: { readonly what: string; readonly hint: string | null }[]
}

/**
 * 按模板起草: the template with what the incident's timeline says, each sentence with its evidence. What is not known, is hearsay or is
 * read by the machine alone where that does not do, stays a visible gap; nothing is guessed.
 */
export function fillWording(input: FillInput): FilledWording {
  const gaps = new Map<string, string | null>()
  const sections = input.template.parts.flatMap(({ field, optional, text }): WordingSection[] => {
    const statements = sentencesOf(text).flatMap((sentence) => fillSentence(input, sentence))
    const open = statements.flatMap((one) => one.open)
    if (optional && (statements.length === 0 || open.length > 0)) return []
    for (const { what, hint } of open) gaps.set(what, hint)
    return [{ field, optional, text: statements.map((one) => one.text).join(''), statements: statements.flatMap(toStatement) }]
  })
  return { sections, gaps: [...gaps].map(([what, hint]) => ({ what, hint })) }
}

interface FilledSentence extends Statement {
  readonly open: { readonly what: string; readonly hint: string | null }[]
}

/** What is filled in may hold an end of a sentence of its own: each is a statement on the same ground. */
function toStatement({ text, evidence }: FilledSentence): Statement[] {
  return sentencesOf(text).map((one) => ({ text: one, evidence }))
}

function fillSentence(input: FillInput, sentence: string): FilledSentence[] {
  const evidence: StatementEvidence[] = []
  const open: { what: string; hint: string | null }[] = []
  let isOut = false
  const text = sentence.replace(placeholderPattern, (_, name: string) => {
    const asked = askedFor(name)
    const filled = asked === null ? values[name as Placeholder](input) : { open: asked }
    if (filled === null) {
      isOut = true
      return ''
    }
    if ('open' in filled) {
      open.push({ what: filled.open, hint: filled.hint ?? null })
      return gap(filled.open)
    }
    evidence.push(...filled.evidence)
    return filled.words
  })
  if (isOut) return []
  const { id } = input.template
  return [{ text, open, evidence: evidence.length > 0 ? evidence : [{ kind: 'template', id, version: input.templatesVersion }] }]
}

/* ---- what the incident says ---- */

const values: Readonly<Record<Placeholder, (input: FillInput) => Filled>> = {
  事发时间: occurredAt,
  地点: place,
  事件类型: ({ state, events }) =>
    state.eventType === null ? { open: '事件类型' } : { words: state.eventType, evidence: byEvent(events, ['opened'], '立案') },
  伤亡: casualties,
  截至: asOf,
  主办部门: (input) => department(input, 'lead', '主办部门'),
  协办部门: (input) => department(input, 'assist', null),
  此前发布: earlierRelease,
  原因: ({ state, events }) =>
    state.publicity?.cause == null
      ? { open: '原因（尚未认定）' }
      : {
          words: withoutEnd(state.publicity.cause.text),
          evidence: byEvent(events, ['cause-established'], `原因认定：${state.publicity.cause.basis}`)
        },
  下次发布: nextUpdate,
  发布会: conference,
  发布单位: ({ issuer }) => ({ words: issuer, evidence: [{ kind: 'config', words: `发布单位：${issuer}` }] })
}

function occurredAt({ state, events }: FillInput): Filled {
  const anchor = state.anchors.find(({ kind }) => kind === 'occurred')
  if (anchor === undefined) return { open: '事发时间' }
  const words = momentWords(anchor.at, anchor.precision)
  if (anchor.setBy === 'machine') return { open: '事发时间', hint: `机器读出 ${words}，尚未经人核对` }
  return { words, evidence: lastEvent(events, ({ body }) => body.type === 'anchor-set' && body.anchor.kind === 'occurred', '事发时间由人设定') }
}

function place({ state, events }: FillInput): Filled {
  const named = state.places.find(({ ours }) => ours) ?? state.places[0]
  if (named === undefined) return { open: '地点' }
  return { words: named.text, evidence: byEvent(events, ['places-established'], `读出地点：${named.text}`) }
}

const factWords: Readonly<Partial<Record<FactName, (count: string) => string>>> = {
  deaths: (count) => `${count}人死亡`,
  injuries: (count) => `${count}人受伤`,
  seriousInjuries: (count) => `重伤${count}人`,
  missing: (count) => `${count}人失联`,
  trapped: (count) => `${count}人被困`,
  poisoned: (count) => `${count}人中毒`,
  evacuated: (count) => `疏散转移${count}人`
}
const orderOfFacts: readonly FactName[] = ['deaths', 'injuries', 'seriousInjuries', 'missing', 'trapped', 'poisoned', 'evacuated']

function casualties({ state, events }: FillInput): Filled {
  const stated = new Map(statedFacts(state.facts).filter(([name]) => factWords[name] !== undefined))
  if (stated.size === 0) return { open: '人员伤亡' }
  const doubtful = [...stated].filter(([, fact]) => isDoubtful(fact))
  if (doubtful.length > 0) return { open: '人员伤亡', hint: doubtful.map(([name, fact]) => doubtWords(name, fact)).join('；') }
  const evidence = factEvidence(events, [...stated.values()])
  if (stated.get('deaths')?.value === 0 && [...stated.values()].every(({ value }) => value === 0)) return { words: '未造成人员伤亡', evidence }
  const told = orderOfFacts.flatMap((name) => {
    const fact = stated.get(name)
    return fact === undefined || (fact.value === 0 && name !== 'deaths') ? [] : [factWords[name]?.(countOf(fact)) ?? '']
  })
  const words = told.join('、')
  return { words: `造成${stated.has('injuries') ? words.replace('、重伤', '，其中重伤') : words}`, evidence }
}

/** Hearsay, and figures between which nothing tells: no fact yet. */
function isDoubtful({ basis, conflicts = [] }: Fact): boolean {
  return basis === 'hearsay' || conflicts.some(({ why }) => why === 'unreconciled')
}

function doubtWords(name: FactName, fact: Fact): string {
  const what = factWords[name]?.(countOf(fact)) ?? ''
  if (fact.basis === 'hearsay') return `网传${what}（“${fact.text}”），未经证实`
  return `${what}与“${(fact.conflicts ?? []).map(({ text }) => text).join('”“')}”不一致`
}

function countOf({ value, atLeast, atMost }: Fact): string {
  if (atLeast !== undefined && atMost !== undefined) return `${atLeast}至${atMost}`
  if (atLeast !== undefined) return `至少${atLeast}`
  return atMost === undefined ? String(value) : `不超过${atMost}`
}

function factEvidence(events: readonly IncidentEvent[], facts: readonly Fact[]): StatementEvidence[] {
  const event = events.findLast(({ body }) => body.type === 'facts-established')
  if (event?.body.type !== 'facts-established') return []
  const { from } = event.body
  return [
    eventEvidence(event, '读出事实'),
    ...(from === null ? [] : sentences(facts).map((sentence) => ({ kind: 'mention' as const, id: from, sentence })))
  ]
}

function sentences(facts: readonly Fact[]): string[] {
  return [...new Set(facts.map(({ sentence, text }) => sentence ?? text))]
}

function asOf({ events }: FillInput): Filled {
  const event = events.findLast(({ body }) => body.type === 'facts-established')
  return event === undefined ? { open: '截至时间' } : { words: momentWords(event.at, 'minute'), evidence: [eventEvidence(event, '读出事实的时刻')] }
}

/** What the machine proposed and nobody assigned is no fact. */
function department({ state, events }: FillInput, role: 'lead' | 'assist', what: string | null): Filled {
  const names = state.departments.filter((share) => share.role === role).map(({ name }) => name)
  const given = events.some(({ body }) => body.type === 'assigned')
  if (given && names.length > 0) return { words: names.join('、'), evidence: byEvent(events, ['assigned'], '交办') }
  if (what === null) return null
  return names.length > 0 ? { open: what, hint: `建议 ${names.join('、')}，尚未交办` } : { open: what }
}

function earlierRelease({ state, events }: FillInput): Filled {
  const release = standingRelease(state)
  if (release === null) return null
  const at = release.publishedAt ?? release.fetchedAt
  return {
    words: `${momentWords(at, release.publishedAt === null ? 'minute' : (release.publishedPrecision ?? 'minute'))}，${release.outlet}发布了《${release.title ?? '情况通报'}》`,
    evidence: lastEvent(events, ({ body }) => body.type === 'release-recorded' && body.evidence.url === release.url, `已记录的发布 ${release.url}`)
  }
}

function nextUpdate({ state, events }: FillInput): Filled {
  const clock = runningStages(state).find(({ kind }) => kind === 'next-update')
  if (clock === undefined) return { open: '下次发布时间', hint: '写明具体时间；首次发布后须按政策续报' }
  return {
    words: `不晚于${momentWords(clock.dueAt, 'minute')}`,
    evidence: lastEvent(events, ({ body }) => body.type === 'stage-started' && body.id === clock.id, '续报时限')
  }
}

function conference({ state, events }: FillInput): Filled {
  const held = standingConference(state)
  if (held === null) return null
  const event = events.findLast(({ body }) => body.type === 'press-conference-recorded' && body.evidence.url === held.url)
  if (event?.body.type !== 'press-conference-recorded') return null
  const { venue, speaker, heldAt } = event.body
  return { words: `${momentWords(heldAt, 'minute')}在${venue}举行新闻发布会，发言人${speaker}`, evidence: [eventEvidence(event, '记录新闻发布会')] }
}

/* ---- evidence and words ---- */

function eventEvidence({ id, seq }: IncidentEvent, words: string): StatementEvidence {
  return { kind: 'event', id, seq, words }
}

function lastEvent(events: readonly IncidentEvent[], is: (event: IncidentEvent) => boolean, words: string): StatementEvidence[] {
  const event = events.findLast(is)
  return event === undefined ? [] : [eventEvidence(event, words)]
}

function byEvent(events: readonly IncidentEvent[], types: readonly IncidentEventBody['type'][], words: string): StatementEvidence[] {
  return lastEvent(events, ({ body }) => types.includes(body.type), words)
}

function withoutEnd(text: string): string {
  return text.trim().replace(/[。；;！!？?\s]+$/u, '')
}

/** 11月28日8时05分, as notices write it, in China. */
function momentWords(at: Instant, precision: Precision): string {
  const china = new Date(msOf(at) + 8 * hourMs)
  const day = `${china.getUTCMonth() + 1}月${china.getUTCDate()}日`
  if (precision === 'day') return day
  const hour = `${day}${china.getUTCHours()}时`
  return precision === 'hour' || china.getUTCMinutes() === 0 ? hour : `${hour}${String(china.getUTCMinutes()).padStart(2, '0')}分`
}
