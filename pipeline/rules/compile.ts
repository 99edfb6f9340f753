import type { SourceKind } from '../../core/mention.ts'
import type { Rule, RuleCondition, RulePack } from '../../core/rule.ts'
import type { Hit, Hits, Vocabulary } from './vocabulary.ts'

/** A rule that fired, with the places that made it fire. */
export interface Firing {
  readonly rule: Rule
  readonly pack: RulePack
  readonly hits: readonly Hit[]
}

/** Finds the rules that a document fulfils. `titleEnd` is the length of the normalised title. */
export type MatchRules = (hits: Hits, titleEnd: number, sourceKind: SourceKind) => Firing[]

/** A term with its disguises: any of them stands for it. */
type Alternatives = readonly number[]

interface Compiled {
  readonly rule: Rule
  readonly pack: RulePack
  readonly all: readonly Alternatives[]
  readonly any: Alternatives
  readonly none: Alternatives
  readonly title: Alternatives
  readonly near: { readonly groups: readonly Alternatives[]; readonly within: number } | null
  readonly sources: (kind: SourceKind) => boolean
}

/** Puts the terms of all packs into the vocabulary and makes the matcher. Only rules with a term in the text are looked at. */
export function compileRules(packs: readonly RulePack[], disguises: Readonly<Record<string, readonly string[]>>, vocabulary: Vocabulary): MatchRules {
  const compiled = packs.flatMap((pack) => pack.rules.map((rule) => compile(pack, rule, disguises, vocabulary)))
  const byTerm = new Map<number, Compiled[]>()
  for (const one of compiled) {
    for (const term of new Set([...one.all.flat(), ...one.any, ...one.title, ...(one.near?.groups.flat() ?? [])])) {
      byTerm.set(term, [...(byTerm.get(term) ?? []), one])
    }
  }
  return function matchRules(hits, titleEnd, sourceKind) {
    const candidates = new Set<Compiled>()
    for (const term of hits.keys()) for (const one of byTerm.get(term) ?? []) candidates.add(one)
    const firings: Firing[] = []
    for (const one of candidates) {
      if (!one.sources(sourceKind)) continue
      const found = holds(one, hits, titleEnd)
      if (found !== null) firings.push({ rule: one.rule, pack: one.pack, hits: found })
    }
    return firings
  }
}

function compile(pack: RulePack, rule: Rule, disguises: Readonly<Record<string, readonly string[]>>, vocabulary: Vocabulary): Compiled {
  const alternatives = (term: string): number[] => vocabulary.addAll([term, ...spellings(term, disguises)])
  const anyOf = (terms: readonly string[] | undefined): number[] => (terms ?? []).flatMap(alternatives)
  const { when }: { when: RuleCondition } = rule
  const { only, except } = rule.sources ?? {}
  return {
    rule,
    pack,
    all: (when.all ?? []).map(alternatives),
    any: anyOf(when.any),
    none: anyOf(when.none),
    title: anyOf(when.title),
    near: when.near === undefined ? null : { groups: when.near.groups.map(anyOf), within: when.near.within },
    sources: (kind) => (only === undefined || only.includes(kind)) && !(except?.includes(kind) ?? false)
  }
}

/** The term with each disguised word in it put in. */
function spellings(term: string, disguises: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(disguises).flatMap(([word, forms]) => (term.includes(word) ? forms.map((form) => term.replace(word, form)) : []))
}

/** The places that fulfil the condition; null when a part of it does not hold. */
function holds(one: Compiled, hits: Hits, titleEnd: number): Hit[] | null {
  if (one.none.some((term) => hits.has(term))) return null
  const found: Hit[] = []
  for (const alternatives of one.all) {
    const places = placesOf(alternatives, hits)
    if (places.length === 0) return null
    found.push(...places)
  }
  if (one.any.length > 0) {
    const places = placesOf(one.any, hits)
    if (places.length === 0) return null
    found.push(...places)
  }
  if (one.title.length > 0) {
    const places = placesOf(one.title, hits).filter((hit) => hit.start < titleEnd)
    if (places.length === 0) return null
    found.push(...places)
  }
  if (one.near !== null) {
    const places = nearest(
      one.near.groups.map((group) => placesOf(group, hits)),
      one.near.within
    )
    if (places === null) return null
    found.push(...places)
  }
  return found
}

function placesOf(terms: readonly number[], hits: Hits): Hit[] {
  return terms.flatMap((term) => hits.get(term) ?? [])
}

/** One place of each group, all within so many characters; null when there are none. */
function nearest(groups: readonly (readonly Hit[])[], within: number): Hit[] | null {
  for (const anchor of groups[0] ?? []) {
    const together = [anchor]
    for (const group of groups.slice(1)) {
      const next = group.find((hit) =>
        together.every((other) => Math.max(hit.start - other.end, other.start - hit.end) <= within && !overlaps(hit, other))
      )
      if (next === undefined) break
      together.push(next)
    }
    if (together.length === groups.length) return together
  }
  return null
}

function overlaps(a: Hit, b: Hit): boolean {
  return a.start < b.end && b.start < a.end
}
