import { asOf, beingChecked, casualties, occurredAt, place, verifiedOthers } from './fill-facts.ts'
import { byEvent, eventEvidence, lastEvent, momentWords, withoutEnd, type Filled, type FillInput } from './filled.ts'
import { runningStages } from './incident/stages.ts'
import { standingConference } from './incident/lose-conference.ts'
import { standingRelease } from './incident/release.ts'
import { gap, sentencesOf, type Statement, type StatementEvidence, type WordingSection } from './wording-draft.ts'
import { askedFor, placeholderPattern, type Placeholder } from './wording-template.ts'

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
  已核实: verifiedOthers,
  正在核实: beingChecked,
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
