import { type Fact, type FactName } from './assessment.ts'
import { byEvent, eventEvidence, lastEvent, momentWords, withoutEnd, type Filled, type FillGround } from './filled.ts'
import { checkedFacts, verifiedOf, wordOn, type CheckedFact } from './incident/checked-facts.ts'
import type { IncidentEvent } from './incident/events.ts'
import { factName, isNamedFact } from './incident/statements.ts'
import { chinaWallTime } from './instant.ts'
import { statedCauses } from './stated-cause.ts'
import type { StatementEvidence } from './wording-draft.ts'

/** What a person verified goes before what the machine read; what a person refuted or still checks is not said. */
function checkEvidence({ check: { fact, value, source }, event }: CheckedFact): StatementEvidence {
  return eventEvidence(event, `核实：${factName(fact)} ${value}（依据：${source}）`)
}

export function occurredAt({ state, events }: FillGround): Filled {
  const anchor = state.anchors.find(({ kind }) => kind === 'occurred')
  if (anchor === undefined) return { open: '事发时间' }
  const words = momentWords(anchor.at, anchor.precision)
  const word = wordOn(checkedFacts(events), 'occurred', chinaWallTime(anchor.at))
  if (word?.check.status === 'refuted') return { open: '事发时间', hint: `${words}经核实不属实（依据：${word.check.source}）` }
  if (word?.check.status === 'verified') return { words, evidence: [checkEvidence(word)] }
  if (anchor.setBy === 'machine') return { open: '事发时间', hint: `机器读出 ${words}，尚未经人核对` }
  return { words, evidence: lastEvent(events, ({ body }) => body.type === 'anchor-set' && body.anchor.kind === 'occurred', '事发时间由人设定') }
}

export function place({ state, events }: FillGround): Filled {
  const checked = checkedFacts(events)
  const verified = verifiedOf(checked, 'place')
  if (verified !== null) {
    const { value } = verified.check
    return { words: state.places.find(({ name, text }) => (name ?? text) === value)?.text ?? value, evidence: [checkEvidence(verified)] }
  }
  const likely = state.places.filter(({ name, text }) => wordOn(checked, 'place', name ?? text)?.check.status !== 'refuted')
  const named = likely.find(({ ours }) => ours) ?? likely[0]
  if (named === undefined) return state.places.length === 0 ? { open: '地点' } : { open: '地点', hint: '读出的地点经核实不属实' }
  return { words: named.text, evidence: byEvent(events, ['places-established'], `读出地点：${named.text}`) }
}

const harmWords = {
  deaths: (count: string) => `${count}人死亡`,
  injuries: (count: string) => `${count}人受伤`,
  seriousInjuries: (count: string) => `重伤${count}人`,
  missing: (count: string) => `${count}人失联`,
  trapped: (count: string) => `${count}人被困`,
  poisoned: (count: string) => `${count}人中毒`,
  evacuated: (count: string) => `疏散转移${count}人`
} as const satisfies Partial<Record<FactName, (count: string) => string>>
type Harm = keyof typeof harmWords
const harms = Object.keys(harmWords) as Harm[]

/** One figure of those hurt: what it is and who says so, or why it cannot be said yet. */
type Figure =
  | { readonly name: Harm; readonly value: number; readonly count: string; readonly check: CheckedFact | null; readonly read: Fact | null }
  | { readonly doubt: string }

export function casualties({ state, events }: FillGround): Filled {
  const checked = checkedFacts(events)
  const figures = harms.flatMap((name) => figureOf(name, state.facts[name] ?? null, checked, events) ?? [])
  if (figures.length === 0) return { open: '人员伤亡' }
  const doubts = figures.flatMap((figure) => ('doubt' in figure ? [figure.doubt] : []))
  if (doubts.length > 0) return { open: '人员伤亡', hint: doubts.join('；') }
  const known = figures.flatMap((figure) => ('doubt' in figure ? [] : [figure]))
  const read = known.flatMap((figure) => figure.read ?? [])
  const evidence = [
    ...known.flatMap(({ check }) => (check === null ? [] : [checkEvidence(check)])),
    ...(read.length === 0 ? [] : factEvidence(events, read))
  ]
  const deaths = known.find(({ name }) => name === 'deaths')
  if (deaths?.value === 0 && known.every(({ value }) => value === 0)) return { words: '未造成人员伤亡', evidence }
  const words = known.flatMap(({ name, value, count }) => (value === 0 && name !== 'deaths' ? [] : [harmWords[name](count)])).join('、')
  return { words: `造成${known.some(({ name }) => name === 'injuries') ? words.replace('、重伤', '，其中重伤') : words}`, evidence }
}

function figureOf(name: Harm, stated: Fact | null, checked: readonly CheckedFact[], events: readonly IncidentEvent[]): Figure | null {
  const verified = verifiedOf(checked, name)
  if (verified !== null) {
    const larger = checked.filter(({ check }) => check.fact === name && check.status === 'verified' && isMore(check.value, verified.check.value))
    if (larger.length > 0) return { doubt: fallenWords(name, [...larger, verified]) }
    return verifiedFigure(name, stated, verified, events)
  }
  if (stated === null) return null
  const words = harmWords[name](countOf(stated))
  const word = wordOn(checked, name, String(stated.value))
  if (word?.check.status === 'refuted') return { doubt: `${words}经核实不属实（依据：${word.check.source}）` }
  if (word?.check.status === 'checking') return { doubt: `${words}正在核实` }
  if (isDoubtful(stated)) return { doubt: doubtWords(words, stated) }
  return { name, value: stated.value, count: countOf(stated), check: null, read: stated }
}

function isMore(one: string, other: string): boolean {
  const [first, second] = [personsOf(one), personsOf(other)]
  return first !== null && second !== null && first > second
}

/** A toll rises; where a later figure is lower, one of the two was wrong, and only people know which. */
function fallenWords(name: Harm, verified: readonly CheckedFact[]): string {
  const each = verified.map(({ check: { value, source } }) => `${value}（依据：${source}）`).join('、')
  return `${factName(name)}先后核实为${each}，请把不属实的标明`
}

/** A figure that was read after the word, and is another, has been checked by nobody. */
function verifiedFigure(name: Harm, stated: Fact | null, verified: CheckedFact, events: readonly IncidentEvent[]): Figure {
  const { check, event } = verified
  const value = personsOf(check.value)
  if (value === null) return { doubt: `${factName(name)}已核实为“${check.value}”，请按原话写` }
  if (stated === null || stated.value === value) {
    return { name, value, count: stated === null ? String(value) : countOf(stated), check: verified, read: stated }
  }
  if (readSince(events, name, stated.value) > event.seq) {
    return { doubt: `已核实${harmWords[name](String(value))}，此后又读出${harmWords[name](countOf(stated))}，尚未核实` }
  }
  return { name, value, count: String(value), check: verified, read: null }
}

/** Place on the timeline from which on the fact has been read with this value. */
export function readSince(events: readonly IncidentEvent[], name: FactName, value: number): number {
  const read = events.flatMap(({ seq, body }) => (body.type === 'facts-established' ? [{ seq, value: body.facts[name]?.value ?? null }] : []))
  const other = read.findLastIndex((one) => one.value !== value)
  return read[other + 1]?.seq ?? 0
}

/** `3`, `3人`. */
export function personsOf(value: string): number | null {
  const digits = /^(\d{1,7})\s*[人名]?$/u.exec(value.normalize('NFKC').trim())?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Hearsay, and figures between which nothing tells: no fact yet. */
function isDoubtful({ basis, conflicts = [] }: Fact): boolean {
  return basis === 'hearsay' || conflicts.some(({ why }) => why === 'unreconciled')
}

function doubtWords(what: string, { basis, text, conflicts = [] }: Fact): string {
  if (basis === 'hearsay') return `网传${what}（“${text}”），未经证实`
  return `${what}与“${conflicts.map((one) => one.text).join('”“')}”不一致`
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

/** When the figures were read, or verified after that. */
export function asOf({ events }: FillGround): Filled {
  const read = events.findLast(({ body }) => body.type === 'facts-established')
  const verified = harms.flatMap((name) => verifiedOf(checkedFacts(events), name)?.event ?? [])
  const newest = [...(read === undefined ? [] : [read]), ...verified].reduce<IncidentEvent | null>(
    (last, one) => (last === null || one.seq > last.seq ? one : last),
    null
  )
  if (newest === null) return { open: '截至时间' }
  return {
    words: momentWords(newest.at, 'minute'),
    evidence: [eventEvidence(newest, newest === read ? '读出事实的时刻' : '核实的时刻')]
  }
}

/** What people verified in words of their own. A cause is said by `{原因}` alone, once it was found. */
export function verifiedOthers({ events }: FillGround): Filled {
  const others = checkedFacts(events).filter(({ check }) => check.status === 'verified' && !isNamedFact(check.fact) && !isCause(check))
  if (others.length === 0) return null
  return { words: others.map(({ check }) => `${check.fact}：${withoutEnd(check.value)}`).join('，'), evidence: others.map(checkEvidence) }
}

function isCause({ fact, value }: CheckedFact['check']): boolean {
  return fact.includes('原因') || statedCauses(`${fact}：${value}。`).length > 0 || statedCauses(`${fact}${value}。`).length > 0
}

/** What people are checking, by its name alone: what is said of it is not known to be so. */
export function beingChecked({ events }: FillGround): Filled {
  const checking = checkedFacts(events).filter(({ check }) => check.status === 'checking')
  if (checking.length === 0) return { open: '还有哪些情况正在核实' }
  return {
    words: [...new Set(checking.map(({ check }) => factName(check.fact)))].join('、'),
    evidence: checking.map(({ check, event }) => eventEvidence(event, `正在核实：${factName(check.fact)}`))
  }
}
