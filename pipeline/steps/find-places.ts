import type { Place } from '../../core/assessment.ts'
import type { Jurisdiction } from '../../core/department.ts'
import type { GazetteerEntry, Lexicon } from '../../core/lexicon.ts'
import type { Source } from '../../core/source.ts'
import type { Findings, Hit, Vocabulary } from '../rules/vocabulary.ts'
import { nameBefore, tableOf } from './name-before.ts'
import type { Normalised } from './normalise.ts'

export interface PlaceReading {
  readonly places: readonly Place[]
  /** How firmly the text stands with us and elsewhere: titles and repeated names weigh more. */
  readonly oursWeight: number
  readonly elsewhereWeight: number
  /** Words that place it with us without naming a division: 津城, 本市 in our own papers. */
  readonly ownWords: readonly string[]
}

const goesOn = tableOf('段口面过线径障程途由易标费灯牌德理歉具谢义教士家歌长水民庄落干里间边梁头面部人员头道')
const divisionEnds = tableOf('省市区县州旗盟')
const localWords = ['本市', '我市', '全市', '本区', '我区', '本县', '我县', '本省', '我省', '我委', '我街']

/**
 * Division names of the gazetteer, roads and the like by suffix, and whether they are ours. A name that several divisions
 * bear is the one whose parent the text names too, else ours, else the first.
 */
export function findPlaces(deps: {
  gazetteer: readonly GazetteerEntry[]
  jurisdiction: Jurisdiction
  lexicon: Lexicon
  vocabulary: Vocabulary
}): (document: Normalised, found: Findings, source: Pick<Source, 'region'> | undefined) => PlaceReading {
  const { gazetteer, jurisdiction, vocabulary } = deps
  const byTerm = new Map<number, GazetteerEntry[]>()
  for (const entry of gazetteer) {
    for (const name of new Set([entry.name, ...entry.aliases])) {
      const term = vocabulary.add(name)
      byTerm.set(term, [...(byTerm.get(term) ?? []), entry])
    }
  }
  const divisions = vocabulary.list(gazetteer.flatMap((entry) => [entry.name, ...entry.aliases]))
  const ownTerms = vocabulary.list(jurisdiction.words)
  const localTerms = vocabulary.list(localWords)
  const longSuffixes = vocabulary.list(deps.lexicon.placeSuffixes.filter((suffix) => suffix.length > 1))
  // Single characters are looked up in a table: they stand in so many words that the segmenter's veto would say nothing.
  const ordinary = new Set(deps.lexicon.notPlaces)
  const shortSuffixes = tableOf(deps.lexicon.placeSuffixes.filter((suffix) => suffix.length === 1).join(''))
  const abroadTerms = vocabulary.list(deps.lexicon.abroad)
  const isOurs = (code: string): boolean => jurisdiction.codes.length === 0 || jurisdiction.codes.some((own) => code.startsWith(own))
  const isAround = (code: string): boolean => jurisdiction.codes.some((own) => own.startsWith(code))

  return function placesOf(document, found, source) {
    const named = longestFirst(found.of(divisions)).filter((hit) => !isStreetName(document.plain, hit))
    const entriesNamed = named.map((hit) => ({ hit, candidates: byTerm.get(hit.term) ?? [] }))
    const surely = new Set(entriesNamed.flatMap(({ candidates }) => (candidates.length === 1 ? [candidates[0]?.code ?? ''] : [])))
    const places: Place[] = []
    let oursWeight = 0
    let elsewhereWeight = 0
    for (const { hit, candidates } of entriesNamed) {
      const entry = resolve(candidates, surely, isOurs)
      if (entry === undefined) continue
      const ours = isOurs(entry.code)
      const weight = hit.start < document.titleEnd ? 3 : 1
      if (ours) oursWeight += weight
      else if (!isAround(entry.code)) elsewhereWeight += weight
      places.push({ ...document.span(hit.start, hit.end), code: entry.code, name: entry.name, ours })
    }
    const known = new Set([...jurisdiction.words, ...places.map((place) => place.text)])
    elsewhereWeight += unknownProvinces(document.plain, document.titleEnd, known)
    for (const hit of found.of(abroadTerms)) elsewhereWeight += hit.start < document.titleEnd ? 3 : 1
    const leadOurs = jurisdiction.codes.length === 0 || (oursWeight > 0 && elsewhereWeight === 0)
    for (const hit of [...found.of(longSuffixes), ...endings(document.plain, shortSuffixes, ordinary)]) {
      const start = nameBefore(document.plain, hit.start, hit.end, 5)
      if (start === null || named.some((other) => start < other.end && other.start < hit.end)) continue
      places.push({ ...document.span(start, hit.end), code: null, name: null, ours: leadOurs })
    }
    const fromOurs = source?.region !== null && source?.region !== undefined && isOurs(source.region)
    const own = [...found.of(ownTerms), ...(fromOurs ? found.of(localTerms) : [])].filter(
      (hit) => !named.some((other) => hit.start < other.end && other.start < hit.end)
    )
    for (const hit of own) oursWeight += hit.start < document.titleEnd ? 3 : 1
    if (fromOurs && oursWeight === 0 && elsewhereWeight === 0) oursWeight = 1
    places.sort((a, b) => Number(b.field === 'title') - Number(a.field === 'title') || a.offset - b.offset)
    return {
      places: distinct(places),
      oursWeight,
      elsewhereWeight,
      ownWords: [...new Set(own.map((hit) => document.plain.slice(hit.start, hit.end)))]
    }
  }
}

/** Characters that end a name of a place, unless the word goes on: 路段, 街道, 道理. */
function endings(plain: string, table: Uint8Array, ordinary: ReadonlySet<string>): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = 2; at < plain.length; at++) {
    if (table[plain.charCodeAt(at)] !== 1 || ordinary.has(plain.slice(at - 1, at + 1))) continue
    if (!(at + 1 < plain.length && goesOn[plain.charCodeAt(at + 1)] === 1)) found.push({ start: at, end: at + 1 })
  }
  return found
}

/** 南京路 is no Nanjing, 滨海大道 no 滨海. */
function isStreetName(plain: string, hit: Hit): boolean {
  return (
    divisionEnds[plain.charCodeAt(hit.end - 1)] !== 1 &&
    /^(?:[东南西北中]?(?:路|街|大道|道(?!路)|桥|大桥|立交|广场|大厦|小区|花园|大街|里(?!面)|胡同|巷|馆|烤鸭|饭店|酒店|拉面|菜))/.test(
      plain.slice(hit.end, hit.end + 4)
    )
  )
}

/** 某省某市 that no gazetteer has is elsewhere too. */
function unknownProvinces(plain: string, titleEnd: number, known: ReadonlySet<string>): number {
  let weight = 0
  for (let at = plain.indexOf('省', 2); at >= 0; at = plain.indexOf('省', at + 1)) {
    const name = plain.slice(at - 2, at)
    if (!/^.[\u4e00-\u9fff]{2,3}[市县州]/.test(plain.slice(at, at + 5)) || known.has(name) || known.has(`${name}省`)) continue
    weight += at < titleEnd ? 3 : 1
  }
  return weight
}

/** The longest names first; a name inside a longer one is no name of its own. */
function longestFirst(hits: readonly Hit[]): Hit[] {
  const kept: Hit[] = []
  for (const hit of [...hits].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    if (!kept.some((other) => hit.start < other.end && other.start < hit.end)) kept.push(hit)
  }
  return kept.sort((a, b) => a.start - b.start)
}

function resolve(candidates: readonly GazetteerEntry[], surely: ReadonlySet<string>, isOurs: (code: string) => boolean): GazetteerEntry | undefined {
  if (candidates.length <= 1) return candidates[0]
  const withParent = candidates.filter((entry) => surely.has(entry.code.slice(0, 2)) || surely.has(entry.code.slice(0, 4)))
  const pool = withParent.length > 0 ? withParent : candidates
  return pool.find((entry) => isOurs(entry.code)) ?? pool[0]
}

function distinct(places: readonly Place[]): Place[] {
  const seen = new Set<string>()
  return places.filter((place) => {
    const key = `${place.field ?? ''} ${place.offset}`
    return seen.has(key) ? false : (seen.add(key), true)
  })
}
