import type { Reason } from '../../core/assessment.ts'
import type { ContextWords, Lexicon } from '../../core/lexicon.ts'
import type { RulePack } from '../../core/rule.ts'
import type { Findings, Hit, Hits, Vocabulary } from '../rules/vocabulary.ts'
import type { Normalised } from './normalise.ts'

/** What a text says happens, apart from what it only names. */
export interface Asserted {
  /** Hits that rules may use. */
  readonly hits: Hits
  /** Hits without figures of speech alone: a duty is named even where its trouble is denied. */
  readonly named: Hits
  readonly reasons: readonly Reason[]
}

/** What undoes a term: the reason, and the tests of the words before it and behind it. */
interface Undoing {
  readonly name: string
  readonly happeningsOnly: boolean
  readonly before: RegExp | null
  readonly behind: RegExp | null
  /** Whether the words may reach over other terms to this one. */
  readonly wholeClause: boolean
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
  const undoings = lexicon.contexts.flatMap(undoingOf)
  const terms = statementTerms(packs, vocabulary)

  return function assertedIn(document, found) {
    const named = without(found.hits, coveredBy(figures.flatMap((list) => [...found.of(list)])))
    const { plain } = document
    const works = plain.includes('《') ? [...plain.matchAll(titled)].map(({ index, 0: words }) => ({ start: index, end: index + words.length })) : []
    const inTitles = coveredBy(works)
    const undone = new Map<Hit, string>()
    let last: { start: number; end: number; name: string | undefined } = { start: -1, end: -1, name: undefined }
    for (const hit of statements(named, terms)) {
      const name = inTitles(hit) ? '法规或作品的名称' : nameOf(hit, terms.get(hit.term) === true)
      if (name !== undefined) undone.set(hit, name)
      if (hit.end > last.end) last = { start: hit.start, end: hit.end, name }
    }
    if (undone.size === 0) return { hits: named, named, reasons: [] }
    return { hits: without(named, (hit) => undone.has(hit)), named, reasons: reasonsOf(undone, document) }

    function nameOf(hit: Hit, isHappening: boolean): string | undefined {
      // 未发生火灾、爆炸: what is listed with the undone is undone with it; so is what stands inside it.
      if (last.name !== undefined && (hit.end <= last.end || joins.test(plain.slice(last.end, hit.start)))) return last.name
      const before = clauseBefore(plain, hit.start)
      const behind = plain.slice(hit.end, hit.end + 6)
      // What denies one term does not reach past it to the next; the term before may be the denial itself (否认).
      const since = plain.slice(Math.max(hit.start - before.length, last.start), hit.start)
      return undoings.find(
        (one) =>
          (isHappening || !one.happeningsOnly) && (one.before === null ? one.behind?.test(behind) : one.before.test(one.wholeClause ? before : since))
      )?.name
    }
  }
}

function undoingOf({ name, reach, words, between, within, happeningsOnly }: ContextWords): Undoing[] {
  if (reach !== 'before' && reach !== 'clause' && reach !== 'behind') return []
  const any = alternation(words)
  if (reach === 'behind') return [{ name, happeningsOnly, before: null, behind: new RegExp(`^${any}`), wholeClause: false }]
  if (reach === 'clause') return [{ name, happeningsOnly, before: new RegExp(any), behind: null, wholeClause: true }]
  const gap = between.length > 0 ? `${alternation(between)}{0,4}` : `.{0,${within}}`
  // 有没有, 是不是 ask; 无 and 未 inside a longer word deny nothing, but what may stand between settles that.
  return [{ name, happeningsOnly, before: new RegExp(`(?<![有是能会])${any}${gap}$`), behind: null, wholeClause: false }]
}

function alternation(words: readonly string[]): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length)
  return `(?:${longestFirst.map((word) => word.normalize('NFKC').toLowerCase().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})`
}

/**
 * Terms that state something, and whether what they state is an emergency. What a near-rule looks for beside them (井盖 with
 * 掉进) is a thing: to say that it is missing is a complaint.
 */
function statementTerms(packs: readonly RulePack[], vocabulary: Vocabulary): ReadonlyMap<number, boolean> {
  const terms = new Map<number, boolean>()
  for (const { rules } of packs) {
    for (const { when, kind } of rules) {
      for (const term of vocabulary.addAll([...(when.any ?? []), ...(when.all ?? []), ...(when.title ?? []), ...(when.near?.groups.at(-1) ?? [])])) {
        terms.set(term, kind !== null || terms.get(term) === true)
      }
    }
  }
  return terms
}

function statements(hits: Hits, terms: ReadonlyMap<number, boolean>): Hit[] {
  const found: Hit[] = []
  for (const [term, places] of hits) if (terms.has(term)) found.push(...places)
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

function clauseBefore(plain: string, at: number): string {
  let from = at
  while (from > 0 && at - from < farthest && !clauseEnds.has(plain.charCodeAt(from - 1))) from--
  return plain.slice(from, at)
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
