import type { Place, Reason } from '../../core/assessment.ts'
import type { Jurisdiction } from '../../core/department.ts'
import type { GazetteerEntry, Lexicon } from '../../core/lexicon.ts'
import type { Source } from '../../core/source.ts'
import { tableOf } from '../names/character-table.ts'
import { NameEnds } from '../names/name-ends.ts'
import type { NameWordKinds } from '../names/name-start.ts'
import { readSpots } from '../names/read-spots.ts'
import { longestOf, type Stretch } from '../names/stretch.ts'
import type { Words } from '../names/words.ts'
import { isInWork } from '../names/works.ts'
import type { Findings, Hit, Vocabulary } from '../rules/vocabulary.ts'
import type { Normalised } from './normalise.ts'
import { explainPlaces, type Division } from './explain-places.ts'
import { localCode, resolvePlace, type ResolvedBy } from './resolve-place.ts'

export interface PlaceReading {
  readonly places: readonly Place[]
  /** How firmly the text stands with us and elsewhere: titles and repeated names weigh more. */
  readonly oursWeight: number
  readonly elsewhereWeight: number
  /** Words that place it with us without naming a division: 津城, 本市 in our own papers. */
  readonly ownWords: readonly string[]
  /** Names of divisions and of well-known places in the normalised text, those within longer names too. */
  readonly known: readonly Stretch[]
  /** Roads, buildings, waters read by their suffix. */
  readonly spots: readonly Stretch[]
  /** Why the text is, or is not, about a place of ours, in words that a person can check. */
  readonly explain: () => readonly Reason[]
}

const divisionEnds = tableOf('省市区县州旗盟')
const localWords = ['本市', '我市', '全市', '本区', '我区', '本县', '我县', '本省', '我省', '我街', '我镇', '我委']
/** Single characters that stand for people, speech and wares of the place: 美国人, 四川话, 日本车; and 北京时间. */
const ofThePlace = tableOf('人籍军语话菜式车货裔杯版')
/** What follows a name of a place that is part of another: 南京路, 北京烤鸭. */
const goesOn = /[东南西北中]?(?:路|街|大道|道(?!路)|桥|大桥|立交|广场|大厦|小区|花园|大街|里(?!面)|胡同|巷|馆|烤鸭|饭店|酒店|拉面|菜)/y
const mayGoOn = tableOf('东南西北中路街大道桥立广小花里胡巷馆烤饭酒拉菜')
/** Begins names of organisations, but as a place says nothing. */
const everywhere = ['中国', '中华人民共和国']

/** An entry of the gazetteer with where it lies, which is told once for all texts. */
interface Located {
  readonly entry: GazetteerEntry
  readonly ours: boolean
  readonly elsewhere: boolean
}

type Standing = Pick<PlaceReading, 'oursWeight' | 'elsewhereWeight' | 'ownWords'>

/**
 * Division names of the gazetteer, well-known places of the world, roads and the like by suffix, and whether they are ours.
 * Which of several divisions of one name is meant says `resolvePlace`.
 */
export function findPlaces(deps: {
  gazetteer: readonly GazetteerEntry[]
  jurisdiction: Jurisdiction
  lexicon: Pick<Lexicon, 'abroad' | 'names' | 'world'>
  kinds: NameWordKinds
  vocabulary: Vocabulary
}): (document: Normalised, found: Findings, words: Words, source: Pick<Source, 'region'> | undefined) => PlaceReading {
  const { gazetteer, jurisdiction, lexicon, kinds, vocabulary } = deps
  const { name: jurisdictionName, codes } = jurisdiction
  const byTerm = divisionsByTerm(gazetteer, vocabulary)
  const divisionTerms = vocabulary.list(gazetteer.flatMap((entry) => [entry.name, ...entry.aliases]))
  const worldTerms = vocabulary.list([...lexicon.names.places.known.flat(), ...lexicon.world, ...everywhere])
  const everywhereTerms = new Set(vocabulary.addAll(everywhere))
  const ownTerms = vocabulary.list(jurisdiction.words)
  const localTerms = vocabulary.list(localWords)
  const abroadTerms = vocabulary.list(lexicon.abroad)
  const spotsOf = readSpots({ names: lexicon.names.places, kinds, vocabulary })
  const national = codes.length === 0
  const isOurs = (code: string): boolean => national || codes.some((own) => code.startsWith(own))
  const located = new Map(gazetteer.map((entry) => [entry, locate(entry)]))
  const byCode = new Map([...located.values()].map((one) => [one.entry.code, one]))
  const knownEnds = new NameEnds()

  return function placesOf(document, found, words, source) {
    const { plain } = document
    const region = source?.region ?? null
    const divisions = namedDivisions(plain, found, region)
    const local = region === null ? [] : localDivisions(plain, found, region)
    const standing = standingOf(document, found, divisions, local, region)

    const world = found.of(worldTerms).filter((hit) => !isOtherName(plain, hit))
    const known = [...world, ...divisions]
    const spots = spotsOf(found, words, endsOf(known, plain)).filter(({ start, end }) => !cuts(divisions, start) && !cuts(divisions, end))
    const named: (Stretch & Partial<Division>)[] = [...divisions, ...local]
    for (const hit of world) if (!everywhereTerms.has(hit.term)) named.push(hit)
    for (const spot of spots) named.push(spot)
    return {
      places: placesAmong(named, document, standing),
      oursWeight: standing.oursWeight,
      elsewhereWeight: standing.elsewhereWeight,
      ownWords: standing.ownWords,
      known,
      spots,
      explain: () => explainPlaces(document, jurisdictionName, [...divisions, ...local])
    }
  }

  function locate(entry: GazetteerEntry): Located {
    const ours = isOurs(entry.code)
    return { entry, ours, elsewhere: !ours && !codes.some((own) => own.startsWith(entry.code)) }
  }

  function endsOf(known: readonly Stretch[], plain: string): NameEnds {
    knownEnds.clear(plain.length)
    for (const one of known) knownEnds.put(one)
    return knownEnds
  }

  function namedDivisions(plain: string, found: Findings, region: string | null): Division[] {
    const hits = found.of(divisionTerms)
    if (hits.length === 0) return []
    const longest = longestOf(hits).filter((hit) => !isOtherName(plain, hit))
    let surely: ReadonlySet<string> | undefined
    const divisions: Division[] = []
    for (const { term, start, end } of longest) {
      const candidates = byTerm[term] ?? []
      const single = candidates.length === 1
      const resolved = resolvePlace(candidates, single ? alone : { surely: (surely ??= surelyNamed(longest)), region, isOurs })
      const place = resolved === undefined ? undefined : located.get(resolved.entry)
      if (resolved !== undefined && place !== undefined) divisions.push(divisionAt(start, end, place, resolved.by))
    }
    return divisions
  }

  /** Codes of the divisions whose names nothing else bears. */
  function surelyNamed(hits: readonly Hit[]): ReadonlySet<string> {
    const codesNamed = new Set<string>()
    for (const { term } of hits) {
      const [first, second] = byTerm[term] ?? []
      if (first !== undefined && second === undefined) codesNamed.add(first.code)
    }
    return codesNamed
  }

  /** 本市, 我区 by the region of the source. */
  function localDivisions(plain: string, found: Findings, region: string): Division[] {
    return found.of(localTerms).flatMap(({ start, end }) => {
      const place = byCode.get(localCode(plain.slice(start, end), region) ?? '')
      return place === undefined ? [] : [divisionAt(start, end, place, 'source')]
    })
  }

  /** How firmly the text stands with us and elsewhere. */
  function standingOf(
    { plain, titleEnd }: Normalised,
    found: Findings,
    divisions: readonly Division[],
    local: readonly Division[],
    region: string | null
  ): Standing {
    const fromOurs = region !== null && isOurs(region)
    const own = (fromOurs ? [...found.of(ownTerms), ...found.of(localTerms)] : found.of(ownTerms)).filter(
      ({ start, end }) => !covers(divisions, start) && !covers(divisions, end - 1)
    )
    let oursWeight = weightOf(own, titleEnd)
    let elsewhereWeight = weightOf(found.of(abroadTerms), titleEnd) + unknownProvinces(plain, titleEnd, divisions)
    for (const one of divisions) {
      if (one.ours) oursWeight += weightAt(one, titleEnd)
      if (one.elsewhere) elsewhereWeight += weightAt(one, titleEnd)
    }
    for (const one of local) if (one.elsewhere) elsewhereWeight += weightAt(one, titleEnd)
    return {
      // A source of ours speaks of our place unless it says otherwise.
      oursWeight: fromOurs && oursWeight === 0 && elsewhereWeight === 0 ? 1 : oursWeight,
      elsewhereWeight,
      ownWords: own.length === 0 ? [] : [...new Set(own.map(({ start, end }) => plain.slice(start, end)))]
    }
  }

  function placesAmong(named: readonly (Stretch & Partial<Division>)[], document: Normalised, standing: Standing): Place[] {
    const { plain } = document
    const spotOurs = national || (standing.oursWeight > 0 && standing.elsewhereWeight === 0)
    const mayBeWork = plain.includes('《')
    const places: Place[] = []
    for (const { start, end, entry, ours } of longestOf(named)) {
      if (isOfThePlace(plain, start, end) || (mayBeWork && isInWork(plain, start))) continue
      const span = document.span(start, end)
      if (entry === undefined) places.push({ ...span, code: null, name: null, level: null, ours: spotOurs })
      else places.push({ ...span, code: entry.code, name: entry.name, level: entry.level, ours: ours === true })
    }
    return places
  }
}

/** What resolves a name that one division alone bears: nothing. */
const alone = { surely: new Set<string>(), region: null, isOurs: (): boolean => false }

function divisionAt(start: number, end: number, { entry, ours, elsewhere }: Located, by: ResolvedBy | 'source'): Division {
  return { start, end, entry, ours, elsewhere, by }
}

function divisionsByTerm(gazetteer: readonly GazetteerEntry[], vocabulary: Vocabulary): GazetteerEntry[][] {
  const byTerm: GazetteerEntry[][] = []
  for (const entry of gazetteer) {
    for (const name of new Set([entry.name, ...entry.aliases])) (byTerm[vocabulary.add(name)] ??= []).push(entry)
  }
  return byTerm
}

function weightOf(hits: readonly Stretch[], titleEnd: number): number {
  let sum = 0
  for (const hit of hits) sum += weightAt(hit, titleEnd)
  return sum
}

function weightAt({ start }: Stretch, titleEnd: number): number {
  return start < titleEnd ? 3 : 1
}

/** Whether one of them, which are in the order of the text and never overlap, has the character. */
function covers(sorted: readonly Stretch[], at: number): boolean {
  return endOfLastBefore(sorted, at + 1) > at
}

/** Whether a boundary here would cut one of them. */
function cuts(sorted: readonly Stretch[], at: number): boolean {
  return endOfLastBefore(sorted, at) > at
}

/** Where the last that begins before the place ends; -1 where none does. */
function endOfLastBefore(sorted: readonly Stretch[], at: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as Stretch).start < at) low = middle + 1
    else high = middle
  }
  return low === 0 ? -1 : (sorted[low - 1] as Stretch).end
}

function isOfThePlace(plain: string, start: number, end: number): boolean {
  if (end - start > 4 || divisionEnds[plain.charCodeAt(end - 1)] === 1) return false
  return ofThePlace[plain.charCodeAt(end)] === 1 || plain.startsWith('时间', end)
}

/** 南京路 is no Nanjing, 滨海大道 no 滨海. */
function isOtherName(plain: string, { end }: Hit): boolean {
  if (mayGoOn[plain.charCodeAt(end)] !== 1 || divisionEnds[plain.charCodeAt(end - 1)] === 1) return false
  goesOn.lastIndex = end
  return goesOn.test(plain)
}

/** 某省某市 that no gazetteer has is elsewhere too. */
function unknownProvinces(plain: string, titleEnd: number, divisions: readonly Division[]): number {
  let weight = 0
  for (let at = plain.indexOf('省', 2); at >= 0; at = plain.indexOf('省', at + 1)) {
    if (!/^.[\u4e00-\u9fff]{2,3}[市县州]/.test(plain.slice(at, at + 5)) || covers(divisions, at) || covers(divisions, at - 1)) continue
    weight += at < titleEnd ? 3 : 1
  }
  return weight
}
