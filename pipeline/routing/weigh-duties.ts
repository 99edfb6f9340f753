import type { Stretch } from '../names/stretch.ts'
import type { Hit, Hits } from '../rules/vocabulary.ts'
import type { DutyIndex, DutyTerm, DutyUse } from './duty-index.ts'

/** What the text says for one department. */
export interface DutyEvidence {
  title: number
  body: number
  /** Words with what they added. */
  readonly duties: { readonly word: string; readonly value: number }[]
  readonly names: string[]
}

/** Repetition adds less each time: the third mention of a word says little more than the second. */
const repeated = [0, 1, 1.4, 1.7]

/** A word of the text that speaks for departments, by its place in the index. */
interface Duty extends Stretch {
  readonly at: number
}

/** How often a word stands in title and text, and where: the places count for those alone that need company. */
interface Tally {
  readonly at: number
  title: number
  body: number
  readonly places: Stretch[]
}

/** Hits by company, of those that are met. */
type Companies = ReadonlyMap<number, readonly Hit[]>

/** Weighs every duty word and name of a text for the departments that it speaks for, by their place in the list of so many. */
export function weighDuties(index: DutyIndex, count: number): (hits: Hits, titleEnd: number) => (DutyEvidence | undefined)[] {
  const { terms } = index
  const tallyOf = new Int32Array(terms.length).fill(-1)

  return function evidenceOf(hits, titleEnd) {
    const evidence: (DutyEvidence | undefined)[] = []
    for (let at = 0; at < count; at++) evidence.push(undefined)
    const { duties, companies } = gather(index, hits)
    for (const tally of tallied(uncovered(duties), titleEnd)) {
      const { word, uses } = terms[tally.at] as DutyTerm
      for (const use of uses) {
        const { title, body } = use.near === null ? tally : besideCompany(tally, use, companies, titleEnd)
        if (title + body > 0) note(evidence, use, word, title, body)
      }
    }
    return evidence
  }

  /** In the order in which each is first met. */
  function tallied(duties: readonly Duty[], titleEnd: number): Tally[] {
    const tallies: Tally[] = []
    for (const { at, start, end } of duties) {
      const own = tallies[tallyOf[at] as number] ?? begin(at, tallies)
      if (start < titleEnd) own.title++
      else own.body++
      if ((terms[at] as DutyTerm).needsCompany) own.places.push({ start, end })
    }
    for (const { at } of tallies) tallyOf[at] = -1
    return tallies
  }

  function begin(at: number, tallies: Tally[]): Tally {
    const own = { at, title: 0, body: 0, places: [] }
    tallyOf[at] = tallies.length
    tallies.push(own)
    return own
  }
}

/** Of the places those alone that have one of the company beside them. */
function besideCompany({ places }: Tally, use: DutyUse, companies: Companies, titleEnd: number): { title: number; body: number } {
  const company = companies.get(use.near?.company ?? -1) ?? []
  let title = 0
  let body = 0
  for (const place of places) {
    if (!company.some((other) => isBeside(place, other, use))) continue
    if (place.start < titleEnd) title++
    else body++
  }
  return { title, body }
}

function note(evidence: (DutyEvidence | undefined)[], { at, kind, worth }: DutyUse, word: string, title: number, body: number): void {
  const own = (evidence[at] ??= { title: 0, body: 0, duties: [], names: [] })
  own.title += worth * Math.min(title, 1)
  own.body += worth * (repeated[Math.min(title + body, repeated.length - 1)] ?? 0)
  if (kind === 'name') own.names.push(word)
  else own.duties.push({ word, value: worth * (title > 0 ? 2 : 1) })
}

/** The hits of words that speak for departments, and those of the companies that some of them need. */
function gather({ terms, places }: DutyIndex, hits: Hits): { duties: Duty[]; companies: Companies } {
  const duties: Duty[] = []
  const companies = new Map<number, Hit[]>()
  hits.forEach((found, term) => {
    const at = (places[term] ?? 0) - 1
    const own = terms[at]
    if (own === undefined) return
    if (own.uses.length > 0) for (const { start, end } of found) duties.push({ at, start, end })
    for (const company of own.companies) {
      const met = companies.get(company)
      if (met === undefined) companies.set(company, [...found])
      else met.push(...found)
    }
  })
  return { duties, companies }
}

function isBeside(place: Stretch, other: Stretch, { near }: DutyUse): boolean {
  const gap = Math.max(place.start - other.end, other.start - place.end)
  return gap >= 0 && gap <= (near?.within ?? 0)
}

/** Only the longest words count: 教师工资 is neither 教师 nor 工资, and 工商银行 is not the 工商局. */
function uncovered(duties: Duty[]): Duty[] {
  duties.sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: Duty[] = []
  let last: Duty | undefined
  for (const duty of duties) {
    if (last !== undefined && duty.end <= last.end && (duty.start !== last.start || duty.end !== last.end)) continue
    last = duty
    kept.push(duty)
  }
  return kept
}
