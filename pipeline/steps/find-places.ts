import type { Place, Reason } from '../../core/assessment.ts'
import type { Jurisdiction } from '../../core/department.ts'
import type { GazetteerEntry, Lexicon } from '../../core/lexicon.ts'
import { tableOf } from '../names/character-table.ts'
import { NameEnds } from '../names/name-ends.ts'
import { isAttached, isOtherName, isThing } from '../names/namesakes.ts'
import type { NameWordKinds } from '../names/name-start.ts'
import { readSpots } from '../names/read-spots.ts'
import { longestOf, type Stretch } from '../names/stretch.ts'
import type { Words } from '../names/words.ts'
import { isInWork } from '../names/works.ts'
import type { Findings, Vocabulary } from '../rules/vocabulary.ts'
import type { Normalised } from './normalise.ts'
import { explainPlaces, type Division } from './explain-places.ts'
import { findDivisions, type Beside } from './find-divisions.ts'
import type { PlaceMark } from './weigh-scene.ts'

export interface PlaceReading {
  readonly places: readonly Place[]
  /** How firmly the text stands with us and elsewhere: titles and repeated names weigh more. */
  readonly oursWeight: number
  readonly elsewhereWeight: number
  /** Words that place it with us without naming a division: 津城, 本市 in our own papers. */
  readonly ownWords: readonly string[]
  /** Each name that speaks for us or for elsewhere, in the order of the text. */
  readonly marks: readonly PlaceMark[]
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
/** Begins names of organisations, but as a place says nothing. */
const everywhere = ['中国', '中华人民共和国']

type Standing = Pick<PlaceReading, 'marks' | 'ownWords'>

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
}): (document: Normalised, found: Findings, words: Words, region: string | null) => PlaceReading {
  const { gazetteer, jurisdiction, lexicon, kinds, vocabulary } = deps
  const { name: jurisdictionName, codes } = jurisdiction
  const divisionsIn = findDivisions({ gazetteer, jurisdiction, vocabulary })
  const worldTerms = vocabulary.list([...lexicon.names.places.known.flat(), ...lexicon.world, ...everywhere])
  const everywhereTerms = new Set(vocabulary.addAll(everywhere))
  const ownTerms = vocabulary.list(jurisdiction.words)
  const localTerms = vocabulary.list(localWords)
  const abroadTerms = vocabulary.list(lexicon.abroad)
  const spotsOf = readSpots({ names: lexicon.names.places, kinds, vocabulary })
  const national = codes.length === 0
  const knownEnds = new NameEnds()

  return function placesOf(document, found, words, region) {
    const { plain } = document
    const localHits = found.of(localTerms)
    const isFromOurs = region !== null && divisionsIn.isOurs(region)
    const own = isFromOurs ? [...found.of(ownTerms), ...localHits] : found.of(ownTerms)
    const beside: Beside = { region, own, abroad: found.of(abroadTerms) }
    const divisions = divisionsIn.named(plain, found, beside)
    const local = region === null ? [] : divisionsIn.local(plain, localHits, region)
    const { ownWords, marks } = marksOf(document, divisions, local, beside)
    const { oursWeight, elsewhereWeight } = standingOf(marks, document.titleEnd, isFromOurs)

    const world = found.of(worldTerms).filter((hit) => !isOtherName(plain, hit))
    const known = [...world, ...divisions]
    const ends = endsOf([...localHits, ...known], plain)
    const spots = spotsOf(found, words, ends).filter(({ start, end }) => !cuts(divisions, start) && !cuts(divisions, end))
    const named: (Stretch & Partial<Division>)[] = [...divisions, ...local]
    for (const hit of world) if (!everywhereTerms.has(hit.term)) named.push(hit)
    for (const spot of spots) named.push(spot)
    return {
      places: placesAmong(named, document, national || (oursWeight > 0 && elsewhereWeight === 0)),
      oursWeight,
      elsewhereWeight,
      ownWords,
      marks,
      known,
      spots,
      explain: () => explainPlaces(document, jurisdictionName, [...divisions, ...local])
    }
  }

  function endsOf(known: readonly Stretch[], plain: string): NameEnds {
    knownEnds.clear(plain.length)
    for (const one of known) knownEnds.put(one)
    return knownEnds
  }

  function placesAmong(named: readonly (Stretch & Partial<Division>)[], document: Normalised, spotOurs: boolean): Place[] {
    const { plain } = document
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

/** What speaks for us and for elsewhere, and the words of ours among it. */
function marksOf({ plain }: Normalised, divisions: readonly Division[], local: readonly Division[], { own, abroad }: Beside): Standing {
  const marks: PlaceMark[] = []
  for (const { start, end, ours, elsewhere } of divisions) if (ours || elsewhere) marks.push({ start, end, ours })
  const ownWords = new Set<string>()
  for (const hit of own) {
    if (covers(divisions, hit.start) || covers(divisions, hit.end - 1)) continue
    // 武汉|天津路 says nothing of 天津.
    if ((isOtherName(plain, hit) || isThing(plain, hit.end)) && isAttached(plain, hit, divisions)) continue
    marks.push({ start: hit.start, end: hit.end, ours: true })
    ownWords.add(plain.slice(hit.start, hit.end))
  }
  for (const { start, end } of abroad) marks.push({ start, end, ours: false })
  for (const { start, end, elsewhere } of local) if (elsewhere) marks.push({ start, end, ours: false })
  for (const start of unknownProvinces(plain, divisions)) marks.push({ start, end: start + 1, ours: false })
  return {
    marks: withoutOrigins(
      plain,
      marks.sort((a, b) => a.start - b.start)
    ),
    ownWords: [...ownWords]
  }
}

/** 河北廊坊籍工人在西青: where people come from says nothing where another name says where they are. */
function withoutOrigins(plain: string, marks: PlaceMark[]): PlaceMark[] {
  if (!plain.includes('籍')) return marks
  let next = -1
  const isOrigin = ({ start, end }: PlaceMark): boolean => {
    if (!origin.test(plain.slice(end, end + 2)) && end !== next) return false
    next = start
    return true
  }
  const others = marks.toReversed().filter((mark) => !isOrigin(mark))
  return others.length === 0 ? marks : others.reverse()
}

const origin = /^(?:籍|户籍|[省市区县]籍)(?!贯)/

/** How firmly the text stands with us and elsewhere: a name in the title weighs as three. */
function standingOf(marks: readonly PlaceMark[], titleEnd: number, isFromOurs: boolean): Pick<PlaceReading, 'oursWeight' | 'elsewhereWeight'> {
  let oursWeight = 0
  let elsewhereWeight = 0
  for (const { start, ours } of marks) {
    const weight = start < titleEnd ? 3 : 1
    if (ours) oursWeight += weight
    else elsewhereWeight += weight
  }
  // A source of ours speaks of our place unless it says otherwise.
  return { oursWeight: isFromOurs && oursWeight + elsewhereWeight === 0 ? 1 : oursWeight, elsewhereWeight }
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

/** Where 某省某市 stands that no gazetteer has: it is elsewhere too. */
function unknownProvinces(plain: string, divisions: readonly Division[]): number[] {
  const found: number[] = []
  for (let at = plain.indexOf('省', 2); at >= 0; at = plain.indexOf('省', at + 1)) {
    if (!/^.[\u4e00-\u9fff]{2,3}[市县州]/.test(plain.slice(at, at + 5)) || covers(divisions, at) || covers(divisions, at - 1)) continue
    found.push(at)
  }
  return found
}
