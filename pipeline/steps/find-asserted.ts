import type { Reason } from '../../core/assessment.ts'
import type { ContextWords, Lexicon } from '../../core/lexicon.ts'
import type { RulePack } from '../../core/rule.ts'
import { isChinese } from '../rules/automaton.ts'
import { PairSet } from '../rules/pair-set.ts'
import type { Findings, Hit, Hits, Vocabulary } from '../rules/vocabulary.ts'
import { tableOf } from '../names/character-table.ts'
import type { Normalised } from './normalise.ts'

/** What a text says happens, apart from what it only names. */
export interface Asserted {
  /** Hits that rules may use. */
  readonly hits: Hits
  /** Hits without figures of speech alone: a duty is named even where its trouble is denied. */
  readonly named: Hits
  readonly reasons: readonly Reason[]
}

/** Two characters that open a word in the clause before the hit, one that begins what follows it, one that ends what precedes it. */
type Sign = 'opening' | 'following' | 'preceding'

/** The signs of all that undoes a term: most terms have nothing of the kind around them. */
interface Signs {
  readonly openings: PairSet
  readonly following: Uint8Array
  readonly preceding: Uint8Array
}

/** What undoes a term: the reason, and whether the words from `from` up to the hit, or behind it, do so. */
interface Undoing {
  readonly name: string
  readonly happeningsOnly: boolean
  /** Whether the words may reach over other terms to this one. */
  readonly wholeClause: boolean
  /** What must be there for it to hold: a sign that one look finds for all that share it. */
  readonly sign: Sign
  readonly holds: (plain: string, from: number, hit: Hit) => boolean
}

const farthest = 40
const clauseEnds = new Set('，。；！？：,;!?:\n\r\t '.split('').map((mark) => mark.charCodeAt(0)))
/** Laws and works by their title: what stands inside is their name. */
const titled =
  /《[^《》\n]{2,40}(?:法|条例|规定|办法|预案|标准|规范|细则|准则|指南|方案|意见|通知|规程|目录|导则)(?:\([^)]{1,8}\))?》|(?:电影|影片|小说|电视剧|剧集|网剧|短剧|歌曲|单曲|专辑|话剧|动画|动漫|游戏|手游|纪录片|综艺|漫画|新书|舞剧|相声|小品|音乐剧|悬疑剧|新剧)《[^《》\n]{1,30}》/g
const joins = /^(?:[、和及与或]|以及|还是)?$/

/**
 * Takes out rule terms that the text names without saying that they happen: figures of speech (爆炸性新闻), denied (未发生火灾),
 * feared or forbidden (一旦起火, 严禁), things called after them (火灾隐患), names of laws and works. What is taken out is a reason.
 */
export function findAsserted(deps: {
  lexicon: Lexicon
  packs: readonly RulePack[]
  vocabulary: Vocabulary
}): (document: Normalised, found: Findings) => Asserted {
  const { lexicon, packs, vocabulary } = deps
  const figures = lexicon.contexts.filter(({ reach }) => reach === 'phrase').map(({ words }) => vocabulary.list(words))
  const signs: Signs = { openings: new PairSet(13), following: tableOf(''), preceding: tableOf('') }
  const undoings = lexicon.contexts.flatMap((words) => undoingOf(words, signs))
  const terms = statementTerms(packs)
  const statements = vocabulary.list([...terms.keys()])
  const isHappening = new Map([...terms].map(([term, happens]) => [vocabulary.add(term), happens]))

  return function assertedIn(document, found) {
    const spoken = figures.flatMap((list) => found.of(list))
    const isSpoken = coveredBy(spoken)
    const named = spoken.length === 0 ? found.hits : without(found.hits, isSpoken)
    const { plain } = document
    const inTitles = coveredBy(plain.includes('《') ? worksIn(plain) : [])
    const undone = new Map<Hit, string>()
    let last: { start: number; end: number; name: string | undefined } = { start: -1, end: -1, name: undefined }
    for (const hit of [...found.of(statements)].sort((a, b) => a.start - b.start || b.end - a.end)) {
      if (isSpoken(hit)) continue
      const name = inTitles(hit) ? '法规或作品的名称' : nameOf(hit)
      if (name !== undefined) undone.set(hit, name)
      if (hit.end > last.end) last = { start: hit.start, end: hit.end, name }
    }
    if (undone.size === 0) return { hits: named, named, reasons: [] }
    return { hits: without(named, (hit) => undone.has(hit)), named, reasons: reasonsOf(undone, document) }

    function nameOf(hit: Hit): string | undefined {
      // 未发生火灾、爆炸: what is listed with the undone is undone with it; so is what stands inside it.
      if (last.name !== undefined && (hit.end <= last.end || joins.test(plain.slice(last.end, hit.start)))) return last.name
      const clause = clauseStart(plain, hit.start)
      // What denies one term does not reach past it to the next; the term before may be the denial itself (否认).
      const since = Math.max(clause, last.start)
      const happens = isHappening.get(hit.term) === true
      const has: Record<Sign, boolean> = {
        opening: hasPair(signs.openings, plain, clause, hit.start),
        following: signs.following[plain.charCodeAt(hit.end)] === 1,
        preceding: signs.preceding[plain.charCodeAt(hit.start - 1)] === 1
      }
      for (const one of undoings) {
        if (has[one.sign] && (happens || !one.happeningsOnly) && one.holds(plain, one.wholeClause ? clause : since, hit)) return one.name
      }
      return undefined
    }
  }
}

function worksIn(plain: string): { start: number; end: number }[] {
  return [...plain.matchAll(titled)].map(({ index, 0: words }) => ({ start: index, end: index + words.length }))
}

/** Each notes its signs, and looks for them itself before its expressions, which cost more. */
function undoingOf({ name, reach, words, between, within, happeningsOnly }: ContextWords, signs: Signs): Undoing[] {
  const any = alternation(words)
  switch (reach) {
    case 'behind': {
      const first = tableOf(words.map((word) => word.charAt(0)).join(''))
      mark(signs.following, first)
      const right = new RegExp(any, 'y')
      const holds: Undoing['holds'] = (plain, _, { end }) => first[plain.charCodeAt(end)] === 1 && matchesAt(right, plain, end)
      return [{ name, happeningsOnly, wholeClause: false, sign: 'following', holds }]
    }
    case 'clause': {
      const opens = pairsOf(words)
      addPairs(signs.openings, words)
      const inside = new RegExp(any)
      const holds: Undoing['holds'] = (plain, from, { start }) => hasPair(opens, plain, from, start) && inside.test(plain.slice(from, start))
      return [{ name, happeningsOnly, wholeClause: true, sign: 'opening', holds }]
    }
    case 'before': {
      const gap = between.length > 0 ? `${alternation(between)}{0,4}` : `.{0,${within}}`
      const opens = pairsOf(words)
      const last = tableOf([...words, ...between].map((word) => word.at(-1) ?? '').join(''))
      if (between.length > 0) mark(signs.preceding, last)
      else addPairs(signs.openings, words)
      const may = (plain: string, from: number, start: number): boolean =>
        between.length > 0 ? last[plain.charCodeAt(start - 1)] === 1 : hasPair(opens, plain, from, start)
      // 有没有, 是不是 ask.
      const ending = new RegExp(`(?<![有是能会])${any}${gap}$`)
      const holds: Undoing['holds'] = (plain, from, { start }) => may(plain, from, start) && ending.test(plain.slice(from, start))
      return [{ name, happeningsOnly, wholeClause: false, sign: between.length > 0 ? 'preceding' : 'opening', holds }]
    }
    default:
      return []
  }
}

function matchesAt(sticky: RegExp, plain: string, at: number): boolean {
  sticky.lastIndex = at
  return sticky.test(plain)
}

function mark(table: Uint8Array, other: Uint8Array): void {
  for (const [at, cell] of other.entries()) if (cell === 1) table[at] = 1
}

/** The first two characters of the words: where none stands, no word begins. */
function pairsOf(words: readonly string[]): PairSet {
  const pairs = new PairSet(13)
  addPairs(pairs, words)
  return pairs
}

function addPairs(pairs: PairSet, words: readonly string[]): void {
  for (const word of words) pairs.add(word.charCodeAt(0), word.charCodeAt(1))
}

function hasPair(pairs: PairSet, plain: string, from: number, to: number): boolean {
  for (let at = from; at < to - 1; at++) if (pairs.has(plain.charCodeAt(at), plain.charCodeAt(at + 1))) return true
  return false
}

function alternation(words: readonly string[]): string {
  return `(?:${words
    .map((word) =>
      word
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    )
    .join('|')})`
}

/**
 * Terms that state something, and whether what they state is an emergency. What a near-rule looks for beside them (井盖 with
 * 掉进) is a thing: to say that it is missing is a complaint.
 */
function statementTerms(packs: readonly RulePack[]): ReadonlyMap<string, boolean> {
  const terms = new Map<string, boolean>()
  for (const { rules } of packs) {
    for (const { when, kind } of rules) {
      for (const term of [when.any, when.all, when.title, when.near?.groups.at(-1)].flatMap((part) => part ?? [])) {
        if (typeof term === 'string') terms.set(term, kind !== null || terms.get(term) === true)
      }
    }
  }
  return terms
}

function isClauseEnd(code: number): boolean {
  return !isChinese(code) && clauseEnds.has(code)
}

function clauseStart(plain: string, at: number): number {
  let from = at
  while (from > 0 && at - from < farthest && !isClauseEnd(plain.charCodeAt(from - 1))) from--
  return from
}

/** Whether a hit lies inside one of the places; by halves, since a hostile text repeats a figure of speech ten thousand times. */
function coveredBy(places: readonly { readonly start: number; readonly end: number }[]): (hit: Hit) => boolean {
  if (places.length === 0) return () => false
  const sorted = [...places].sort((a, b) => a.start - b.start)
  const reach: number[] = []
  for (const { end } of sorted) reach.push(Math.max(end, reach.at(-1) ?? 0))
  return (hit) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.start ?? 0) <= hit.start) low = middle + 1
      else high = middle
    }
    return low > 0 && (reach[low - 1] ?? 0) >= hit.end
  }
}

function without(hits: Hits, isOut: (hit: Hit) => boolean): Hits {
  const kept = new Map<number, readonly Hit[]>()
  for (const [term, places] of hits) {
    const rest = places.some(isOut) ? places.filter((hit) => !isOut(hit)) : places
    if (rest.length > 0) kept.set(term, rest)
  }
  return kept
}

function reasonsOf(undone: ReadonlyMap<Hit, string>, document: Normalised): Reason[] {
  return [...undone].slice(0, 5).map(([hit, name]) => {
    const evidence = document.span(hit.start, hit.end)
    return { step: 'find-asserted', words: `「${evidence.text}」${name}，不作为发生`, weight: -1, evidence: [evidence] }
  })
}
