import type { Hit, Hits } from '../rules/vocabulary.ts'
import type { DutyIndex, DutyUse } from './duty-index.ts'

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

/** Weighs every duty word and name of the text for the departments that it speaks for, by their place in the list. */
export function weighDuties(index: DutyIndex, count: number, hits: Hits, titleEnd: number): (DutyEvidence | undefined)[] {
  const evidence = Array.from<DutyEvidence | undefined>({ length: count })
  const { words, companies } = gather(index, hits)
  for (const [term, found] of byTerm(uncovered(words))) {
    for (const use of index.uses.get(term) ?? []) {
      const company = use.near === null ? null : (companies.get(use.near.company) ?? [])
      let title = 0
      let body = 0
      for (const hit of found) {
        if (company !== null && !company.some((other) => isBeside(hit, other, use))) continue
        if (hit.start < titleEnd) title++
        else body++
      }
      if (title + body > 0) note(evidence, use, index.words.get(term) ?? '', title, body)
    }
  }
  return evidence
}

function note(evidence: (DutyEvidence | undefined)[], { at, kind, worth }: DutyUse, word: string, title: number, body: number): void {
  const own = (evidence[at] ??= { title: 0, body: 0, duties: [], names: [] })
  own.title += worth * Math.min(title, 1)
  own.body += worth * (repeated[Math.min(title + body, repeated.length - 1)] ?? 0)
  if (kind === 'name') own.names.push(word)
  else own.duties.push({ word, value: worth * (title > 0 ? 2 : 1) })
}

/** The hits of words that speak for departments, and those of the companies that some of them need. */
function gather(index: DutyIndex, hits: Hits): { words: Hit[]; companies: Map<number, Hit[]> } {
  const words: Hit[] = []
  const companies = new Map<number, Hit[]>()
  for (const [term, found] of hits) {
    if (index.uses.has(term)) words.push(...found)
    for (const company of index.companies.get(term) ?? []) {
      const met = companies.get(company)
      if (met === undefined) companies.set(company, [...found])
      else met.push(...found)
    }
  }
  return { words, companies }
}

function isBeside(hit: Hit, other: Hit, { near }: DutyUse): boolean {
  const gap = Math.max(hit.start - other.end, other.start - hit.end)
  return gap >= 0 && gap <= (near?.within ?? 0)
}

/** Only the longest words count: 教师工资 is neither 教师 nor 工资, and 工商银行 is not the 工商局. */
function uncovered(words: Hit[]): Hit[] {
  words.sort((a, b) => a.start - b.start || b.end - a.end)
  let last: Hit | undefined
  return words.filter((hit) => {
    if (last !== undefined && hit.end <= last.end && (hit.start !== last.start || hit.end !== last.end)) return false
    last = hit
    return true
  })
}

function byTerm(words: readonly Hit[]): Map<number, Hit[]> {
  const found = new Map<number, Hit[]>()
  for (const hit of words) {
    const own = found.get(hit.term)
    if (own === undefined) found.set(hit.term, [hit])
    else own.push(hit)
  }
  return found
}
