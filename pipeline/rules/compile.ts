import type { Reason } from '../../core/assessment.ts'
import type { Rule, RulePack, Term } from '../../core/rule.ts'
import type { Normalised } from '../steps/normalise.ts'
import { findUnmet, type Circumstances } from './circumstances.ts'
import { findNear } from './near.ts'
import { PatternBook } from './pattern-book.ts'
import type { Findings, Hit, Hits, Vocabulary } from './vocabulary.ts'

/** A rule that fired, with the places that made it fire. */
export interface Firing {
  readonly rule: Rule
  readonly pack: RulePack
  readonly hits: readonly Hit[]
}

export interface Matching {
  readonly firings: readonly Firing[]
  /** Rules whose words are there and that do not hold all the same, and what was not looked at. */
  readonly reasons: readonly Reason[]
}

/** Finds the rules that a document fulfils. `hits` are those of `found` that count. */
export type MatchRules = (document: Normalised, found: Findings, hits: Hits, here: Circumstances) => Matching

/** A term by its number, or a pattern by -1 less its own. */
type Atom = number

/** What must be there: any of these. */
interface Part {
  readonly anyOf: readonly Atom[]
  readonly inTitle: boolean
}

interface Compiled {
  readonly number: number
  readonly rule: Rule
  readonly pack: RulePack
  readonly parts: readonly Part[]
  /** Of each of these one must be there: the parts and the groups of `near`. */
  readonly needs: readonly (readonly Atom[])[]
  readonly none: readonly Atom[]
  readonly near: { readonly groups: readonly (readonly Atom[])[]; readonly within: number; readonly ordered: boolean } | null
}

/** Enough to show; a text that says one word ten thousand times proves no more by it. */
const mostEvidence = 30
const mostReasons = 5
const noRules: readonly Compiled[] = []

/**
 * Puts the terms of all packs into the vocabulary and makes the matcher. A rule is looked at only where something of one of its
 * parts stands in the text: of the part that the fewest rules share, so that 2,000 rules cost little more than 20.
 */
export function compileRules(packs: readonly RulePack[], disguises: Readonly<Record<string, readonly string[]>>, vocabulary: Vocabulary): MatchRules {
  const patterns = new PatternBook(vocabulary)
  const atoms = atomsOf(vocabulary, disguises, patterns)
  const plainly = plainAtomsOf(vocabulary, patterns)
  const compiled = packs
    .flatMap((pack) => pack.rules.map((rule) => ({ pack, rule })))
    .map(({ pack, rule }, number) => ({ number, ...compile(pack, rule, atoms, plainly) }))
  const { byTrigger, always } = triggersOf(compiled, patterns)
  // The count of the documents when a rule last became a candidate and a term last stood: nothing is made or cleared for each.
  const listed = new Float64Array(compiled.length)
  const stood = new Float64Array(largest(compiled.flatMap(({ needs }) => needs.flat())) + 1)
  const byTerm = Array.from({ length: largest([...byTrigger.keys()]) + 1 }, (_, term) => byTrigger.get(term) ?? noRules)
  let count = 0

  return function matchRules(document, found, hits, here) {
    count++
    const candidates = [...always]
    const look = (trigger: number): void => {
      for (const one of byTerm[trigger] ?? noRules) {
        if (listed[one.number] === count) continue
        listed[one.number] = count
        candidates.push(one)
      }
    }
    for (const term of hits.keys()) {
      if (term < stood.length) stood[term] = count
      look(term)
    }
    for (const literal of found.literals) look(literal)
    const search = patterns.search(document.plain, found.literals)
    const placesOf = (atom: Atom): readonly Hit[] => (atom >= 0 ? (hits.get(atom) ?? []) : search.hitsOf(-1 - atom))
    const mayStand = (anyOf: readonly Atom[]): boolean => {
      for (const atom of anyOf) if (atom >= 0 ? stood[atom] === count : search.mayFind(-1 - atom)) return true
      return false
    }
    const firings: Firing[] = []
    const reasons: Reason[] = []
    for (const one of candidates) {
      if (!standsIn(one.rule, here) || !one.needs.every(mayStand)) continue
      const evidence = holds(one, placesOf, document.titleEnd)
      if (evidence === null) continue
      const unmet = findUnmet(one.rule, here)
      if (unmet === null) firings.push({ rule: one.rule, pack: one.pack, hits: evidence })
      else if (reasons.length < mostReasons) reasons.push(withheld(one.rule, unmet, evidence, document))
    }
    if (search.skipped > 0) reasons.push({ step: 'match-rules', words: `正则太多或太大，有 ${search.skipped} 条没有在本文中查找`, weight: 0 })
    return { firings, reasons }
  }
}

type AtomsOf = (term: Term) => readonly Atom[]

/** A term with its disguises: any of them stands for it. */
function atomsOf(vocabulary: Vocabulary, disguises: Readonly<Record<string, readonly string[]>>, patterns: PatternBook): AtomsOf {
  return (term) =>
    typeof term === 'string' ? [vocabulary.addDisguisable(term), ...vocabulary.addAll(spellings(term, disguises))] : [-1 - patterns.add(term.pattern)]
}

/** A term in its own characters: nobody disguises what keeps a rule from firing. */
function plainAtomsOf(vocabulary: Vocabulary, patterns: PatternBook): AtomsOf {
  return (term) => [typeof term === 'string' ? vocabulary.add(term) : -1 - patterns.add(term.pattern)]
}

/** The term with each disguised word in it put in. */
function spellings(term: string, disguises: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(disguises).flatMap(([word, forms]) => (term.includes(word) ? forms.map((form) => term.replace(word, form)) : []))
}

function compile(pack: RulePack, rule: Rule, atoms: AtomsOf, plainly: AtomsOf): Omit<Compiled, 'number'> {
  const { all = [], any, none = [], title, near, patterns } = rule.when
  const parts: Part[] = all.map((term) => ({ anyOf: atoms(term), inTitle: false }))
  if (any !== undefined) parts.push({ anyOf: any.flatMap(atoms), inTitle: false })
  if (patterns !== undefined) parts.push({ anyOf: patterns.flatMap((pattern) => atoms({ pattern })), inTitle: false })
  if (title !== undefined) parts.push({ anyOf: title.flatMap(atoms), inTitle: true })
  const groups = (near?.groups ?? []).map((group) => group.flatMap(atoms))
  return {
    rule,
    pack,
    parts,
    needs: [...parts.map(({ anyOf }) => anyOf), ...groups],
    none: none.flatMap(plainly),
    near: near === undefined ? null : { ...near, groups }
  }
}

/** By which term or literal each rule is looked at; and those that a pattern without any makes look at every text. */
function triggersOf(
  compiled: readonly Compiled[],
  patterns: PatternBook
): { byTrigger: ReadonlyMap<number, readonly Compiled[]>; always: readonly Compiled[] } {
  const groupsOf = (atom: Atom): readonly (readonly number[])[] => (atom >= 0 ? [[atom]] : patterns.literalsOf(-1 - atom))
  const crowdOf = crowding(compiled.flatMap(({ needs }) => needs.flatMap((anyOf) => anyOf.flatMap((atom) => groupsOf(atom).flat()))))
  const rarest = (some: readonly (readonly number[])[]): readonly number[] | undefined => some.toSorted((a, b) => crowdOf(a) - crowdOf(b))[0]
  const byTrigger = new Map<number, Compiled[]>()
  const always: Compiled[] = []
  for (const one of compiled) {
    const choices = one.needs.flatMap((anyOf) => {
      const each = anyOf.map((atom) => rarest(groupsOf(atom)))
      return each.every((some) => some !== undefined) ? [[...new Set(each.flat())]] : []
    })
    const chosen = rarest(choices)
    if (chosen === undefined) always.push(one)
    for (const trigger of chosen ?? []) {
      const rules = byTrigger.get(trigger)
      if (rules === undefined) byTrigger.set(trigger, [one])
      else rules.push(one)
    }
  }
  return { byTrigger, always }
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, one) => Math.max(most, one), -1)
}

/** How many rules would be looked at by any of some triggers. */
function crowding(uses: readonly number[]): (triggers: readonly number[]) => number {
  const counts = new Map<number, number>()
  for (const trigger of uses) counts.set(trigger, (counts.get(trigger) ?? 0) + 1)
  return (triggers) => triggers.reduce((sum, trigger) => sum + (counts.get(trigger) ?? 0), 0)
}

function standsIn({ sources: { only, except } = {} }: Rule, { mention: { sourceKind } }: Circumstances): boolean {
  return (only === undefined || only.includes(sourceKind)) && !(except?.includes(sourceKind) ?? false)
}

function withheld(rule: Rule, unmet: string, evidence: readonly Hit[], document: Normalised): Reason {
  return {
    step: 'match-rules',
    words: `规则「${rule.name}」的词都在，但${unmet}，不算命中`,
    weight: 0,
    evidence: evidence.slice(0, mostReasons).map((hit) => document.span(hit.start, hit.end))
  }
}

/** The places that fulfil the condition, the first so many; null when a part of it does not hold. */
function holds(one: Compiled, placesOf: (atom: Atom) => readonly Hit[], titleEnd: number): Hit[] | null {
  if (one.none.some((atom) => placesOf(atom).length > 0)) return null
  const found: Hit[] = []
  for (const { anyOf, inTitle } of one.parts) {
    const before = found.length
    for (const atom of anyOf) {
      let taken = 0
      for (const hit of placesOf(atom)) {
        if (taken === mostEvidence || (inTitle && hit.start >= titleEnd)) break
        found.push(hit)
        taken++
      }
    }
    if (found.length === before) return null
  }
  if (one.near !== null) {
    const places = findNear(
      one.near.groups.map((group) => group.flatMap(placesOf)),
      one.near.within,
      one.near.ordered
    )
    if (places === null) return null
    found.push(...places)
  }
  return found.length > mostEvidence ? found.sort((a, b) => a.start - b.start).slice(0, mostEvidence) : found
}
