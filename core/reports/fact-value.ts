import type { Fact, FactName } from '../assessment.ts'
import { personsOf, readSince } from '../fill-facts.ts'
import { checkedFacts, verifiedOf, wordOn, type CheckedFact } from '../incident/checked-facts.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { plainText } from './plain-text.ts'
import type { FieldValue, SourceBook } from './source-book.ts'

const factWords = {
  deaths: ['死亡', '人'],
  seriousInjuries: ['重伤', '人'],
  injuries: ['受伤', '人'],
  missing: ['失联', '人'],
  trapped: ['被困', '人'],
  evacuated: ['疏散', '人'],
  lossYuan: ['直接经济损失', '元'],
  poisoned: ['中毒', '人'],
  areaSquareMetres: ['受损面积', '平方米']
} as const satisfies Record<FactName, readonly [string, string]>

/** Those hurt and what is lost. What people verified goes before what the machine read; what they refuted is not said. */
export function factValue(document: IncidentDocument, book: SourceBook): FieldValue {
  const checked = checkedFacts(document.events)
  const stated = (Object.keys(factWords) as FactName[]).flatMap((name) => statedOf(name, document, checked) ?? [])
  const cites = stated.flatMap(({ by }) => (by === null ? book.citeNewest(document, 'facts-established') : [book.citeEvent(document, by.event)]))
  if (stated.length > 0) return { text: plainText(stated.map(({ words }) => words).join('，')), cites: [...new Set(cites)] }
  const refuted = checked.filter(({ check: { fact, status } }) => status === 'refuted' && Object.hasOwn(factWords, fact))
  if (refuted.length === 0) return { text: nothingRead(document), cites: book.citeNewest(document, 'facts-established') }
  return { text: '目前没有经核实的伤亡与损失', cites: refuted.map(({ event }) => book.citeEvent(document, event)) }
}

/** Of words that no machine read, nobody can say what they do not tell. */
function nothingRead({ state }: IncidentDocument): string {
  return state.foundingMentionId === null ? '尚无读出或核实的伤亡与损失数字' : '文中未说明伤亡与损失'
}

interface Stated {
  readonly words: string
  /** Who said so; null: the machine read it. */
  readonly by: CheckedFact | null
}

function statedOf(name: FactName, { state, events }: IncidentDocument, checked: readonly CheckedFact[]): Stated | null {
  const read = state.facts[name] ?? null
  const verified = verifiedOf(checked, name)
  if (verified !== null) {
    const value = personsOf(verified.check.value) ?? verified.check.value
    const isOlder = read === null || read.value === value || readSince(events, name, read.value) <= verified.event.seq
    const since = isOlder ? '' : `（此后又有“${wordsOf(name, read)}”的说法，尚未核实）`
    return { words: `${said(name, value)}（已核实）${since}`, by: verified }
  }
  if (read === null) return null
  const word = wordOn(checked, name, String(read.value))
  if (word?.check.status === 'refuted') return null
  if (word?.check.status === 'checking') return { words: `${wordsOf(name, read)}（正在核实）`, by: word }
  return { words: wordsOf(name, read), by: null }
}

function wordsOf(name: FactName, { value, atLeast, atMost, basis }: Fact): string {
  const bound = atLeast !== undefined && atMost === undefined ? '至少' : ''
  return `${said(name, `${bound}${value}`)}${basis === 'hearsay' ? '（网传，待核）' : ''}`
}

function said(name: FactName, value: string | number): string {
  const [what, unit] = factWords[name]
  // A person may have written the unit along.
  return typeof value === 'string' && value.endsWith(unit) ? `${what}${value}` : `${what}${value}${unit}`
}
