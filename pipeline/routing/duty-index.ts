import type { Department } from '../../core/department.ts'
import type { Vocabulary } from '../rules/vocabulary.ts'

/** What a term says for or against one department, found alone or near a company of other terms. */
export interface DutyUse {
  /** Place of the department in the list. */
  readonly at: number
  readonly kind: 'duty' | 'name'
  readonly worth: number
  readonly near: { readonly company: number; readonly within: number } | null
}

export interface DutyTerm {
  /** As the configuration writes it. */
  readonly word: string
  readonly uses: readonly DutyUse[]
  readonly needsCompany: boolean
  /** The companies that it belongs to. */
  readonly companies: readonly number[]
}

export interface DutyIndex {
  readonly terms: readonly DutyTerm[]
  /** By the vocabulary's number of a term, its place in `terms` and one more; 0 for those of others. */
  readonly places: Int32Array
}

const nameWeight = 2
const worthOfCharacter = 0.5
const mostLength = 6

/**
 * Puts the duty words, matters and names of all departments into the vocabulary. A word is worth more the longer it is, and
 * less the more departments it stands for.
 */
export function indexDuties(departments: readonly Department[], vocabulary: Vocabulary): DutyIndex {
  const words = new Map<number, string>()
  const companies = new Map<number, number[]>()
  const add = (word: string): number => {
    const term = vocabulary.add(word)
    words.set(term, word)
    return term
  }
  const drafts = departments.flatMap((department, at) => draftsOf(department, at, add))
  const rarity = rarityOf(drafts, departments)
  const uses = new Map<number, DutyUse[]>()
  let companyCount = 0
  for (const { terms, beside, at, kind, weight } of drafts) {
    const company = companyCount++
    for (const term of new Set(beside?.terms)) companies.set(term, [...(companies.get(term) ?? []), company])
    const near = beside === null ? null : { company, within: beside.within }
    for (const term of terms) {
      const length = Math.min(words.get(term)?.length ?? 0, mostLength)
      const worth = weight * length * worthOfCharacter * (rarity.get(term) ?? 1)
      uses.set(term, withUse(uses.get(term) ?? [], { at, kind, worth, near }))
    }
  }
  const terms = Array.from(words, ([term, word]): DutyTerm => {
    const own = uses.get(term) ?? []
    return { word, uses: own, needsCompany: own.some(({ near }) => near !== null), companies: companies.get(term) ?? [] }
  })
  return { terms, places: placesOf([...words.keys()]) }
}

function placesOf(terms: readonly number[]): Int32Array {
  const places = new Int32Array(terms.reduce((last, term) => Math.max(last, term), -1) + 1)
  for (const [at, term] of terms.entries()) places[term] = at + 1
  return places
}

interface Draft {
  readonly terms: readonly number[]
  readonly beside: { readonly terms: readonly number[]; readonly within: number } | null
  readonly at: number
  readonly kind: DutyUse['kind']
  readonly weight: number
}

function draftsOf({ name, aliases, duties, matters }: Department, at: number, add: (word: string) => number): Draft[] {
  return [
    { terms: [name, ...aliases].map(add), beside: null, at, kind: 'name', weight: nameWeight },
    { terms: duties.map(add), beside: null, at, kind: 'duty', weight: 1 },
    ...matters.map(({ words, weight, near, within }): Draft => {
      const beside = near === undefined ? null : { terms: near.map(add), within }
      return { terms: words.map(add), beside, at, kind: 'duty', weight }
    })
  ]
}

/** How few departments a word speaks for, from 1 downwards. Those of single places count as one: they never compete for the same text. */
function rarityOf(drafts: readonly Draft[], departments: readonly Department[]): Map<number, number> {
  const holders = new Map<number, Set<number>>()
  for (const { terms, beside, at, weight } of drafts) {
    if (weight < 0 || beside !== null) continue
    const holder = (departments[at]?.places.length ?? 0) > 0 ? -1 : at
    for (const term of terms) holders.set(term, (holders.get(term) ?? new Set()).add(holder))
  }
  return new Map([...holders].map(([term, { size }]) => [term, 1 / Math.sqrt(size)]))
}

/** A word written twice for a department counts once: with what stands against it, or else with the greater worth. */
function withUse(uses: readonly DutyUse[], use: DutyUse): DutyUse[] {
  const rival = uses.find((other) => other.at === use.at && other.near === null && use.near === null)
  if (rival === undefined) return [...uses, use]
  const stronger = use.worth < 0 || (rival.worth > 0 && use.worth > rival.worth)
  return stronger ? [...uses.filter((other) => other !== rival), use] : [...uses]
}
