import type { Place, Reason } from '../../core/assessment.ts'
import type { Jurisdiction } from '../../core/department.ts'
import type { GazetteerEntry, Lexicon } from '../../core/lexicon.ts'
import type { Source } from '../../core/source.ts'
import { tableOf } from '../names/character-table.ts'
import type { NameWordKinds } from '../names/name-start.ts'
import { readSpots } from '../names/read-spots.ts'
import { longestOf, type Stretch } from '../names/stretch.ts'
import type { Words } from '../names/words.ts'
import { isInWork } from '../names/works.ts'
import type { Findings, Hit, Vocabulary } from '../rules/vocabulary.ts'
import type { Normalised } from './normalise.ts'
import { explainPlaces, type Division } from './explain-places.ts'
import { localCode, resolvePlace } from './resolve-place.ts'

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
const goesOn = /^[东南西北中]?(?:路|街|大道|道(?!路)|桥|大桥|立交|广场|大厦|小区|花园|大街|里(?!面)|胡同|巷|馆|烤鸭|饭店|酒店|拉面|菜)/
const mayGoOn = tableOf('东南西北中路街大道桥立广小花里胡巷馆烤饭酒拉菜')
/** Begins names of organisations, but as a place says nothing. */
const everywhere = ['中国', '中华人民共和国']

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
  const byTerm = divisionsByTerm(gazetteer, vocabulary)
  const byCode = new Map(gazetteer.map((entry) => [entry.code, entry]))
  const divisionTerms = vocabulary.list(gazetteer.flatMap((entry) => [entry.name, ...entry.aliases]))
  const worldTerms = vocabulary.list([...lexicon.names.places.known.flat(), ...lexicon.world, ...everywhere])
  const everywhereTerms = new Set(vocabulary.addAll(everywhere))
  const ownTerms = vocabulary.list(jurisdiction.words)
  const localTerms = vocabulary.list(localWords)
  const abroadTerms = vocabulary.list(lexicon.abroad)
  const spotsOf = readSpots({ names: lexicon.names.places, kinds, vocabulary })
  const national = jurisdiction.codes.length === 0
  const isOurs = (code: string): boolean => national || jurisdiction.codes.some((own) => code.startsWith(own))
  const isElsewhere = ({ entry }: Division): boolean => !isOurs(entry.code) && !jurisdiction.codes.some((own) => own.startsWith(entry.code))

  return function placesOf(document, found, words, source) {
    const { plain } = document
    const region = source?.region ?? null
    const divisions = namedDivisions(plain, found, region)
    const local = region === null ? [] : localDivisions(plain, found, region)
    const divisionAt = marked(divisions, plain.length)
    const standing = standingOf(document, found, divisionAt, [...divisions, ...local], region)

    const world = found.of(worldTerms).filter((hit) => !isOtherName(plain, hit))
    const known = [...world, ...divisions]
    const spots = spotsOf(found, words, new Map(known.map(({ start, end }) => [end, start]))).filter(
      ({ start, end }) => !isInside(divisionAt, start) && !isInside(divisionAt, end)
    )
    const spotOurs = national || (standing.oursWeight > 0 && standing.elsewhereWeight === 0)
    const meant = world.filter((hit) => !everywhereTerms.has(hit.term))
    const named = longestOf<Stretch & Partial<Division>>([...divisions, ...local, ...meant, ...spots]).filter(
      ({ start, end }) => !isOfThePlace(plain, start, end) && !isInWork(plain, start)
    )
    return {
      places: named.map((one) => placeOf(document, one, spotOurs)),
      ...standing,
      known,
      spots,
      explain: () => explainPlaces(document, jurisdiction.name, [...divisions, ...local], { isOurs, isElsewhere })
    }
  }

  function namedDivisions(plain: string, found: Findings, region: string | null): Division[] {
    const hits = longestOf(found.of(divisionTerms)).filter((hit) => !isOtherName(plain, hit))
    const candidates = hits.map((hit) => byTerm.get(hit.term) ?? [])
    const surely = new Set(candidates.flatMap((entries) => (entries.length === 1 ? [entries[0]?.code ?? ''] : [])))
    return hits.flatMap(({ start, end }, index) => {
      const resolved = resolvePlace(candidates[index] ?? [], { surely, region, isOurs })
      return resolved === undefined ? [] : [{ start, end, ...resolved }]
    })
  }

  /** 本市, 我区 by the region of the source. */
  function localDivisions(plain: string, found: Findings, region: string): Division[] {
    return found.of(localTerms).flatMap(({ start, end }) => {
      const entry = byCode.get(localCode(plain.slice(start, end), region) ?? '')
      return entry === undefined ? [] : [{ start, end, entry, by: 'source' as const }]
    })
  }

  /** How firmly the text stands with us and elsewhere. */
  function standingOf(
    { plain, titleEnd }: Normalised,
    found: Findings,
    divisionAt: Int32Array,
    divisions: readonly Division[],
    region: string | null
  ): Pick<PlaceReading, 'oursWeight' | 'elsewhereWeight' | 'ownWords'> {
    const weigh = (hits: readonly Stretch[]): number => hits.reduce((sum, hit) => sum + (hit.start < titleEnd ? 3 : 1), 0)
    const fromOurs = region !== null && isOurs(region)
    const own = [...found.of(ownTerms), ...(fromOurs ? found.of(localTerms) : [])].filter(
      ({ start, end }) => divisionAt[start] === 0 && divisionAt[end - 1] === 0
    )
    const oursWeight = weigh(divisions.filter(({ entry, by }) => by !== 'source' && isOurs(entry.code))) + weigh(own)
    const elsewhereWeight = weigh(divisions.filter(isElsewhere)) + weigh(found.of(abroadTerms)) + unknownProvinces(plain, titleEnd, divisionAt)
    return {
      // A source of ours speaks of our place unless it says otherwise.
      oursWeight: fromOurs && oursWeight === 0 && elsewhereWeight === 0 ? 1 : oursWeight,
      elsewhereWeight,
      ownWords: [...new Set(own.map(({ start, end }) => plain.slice(start, end)))]
    }
  }

  function placeOf(document: Normalised, { start, end, entry }: Stretch & Partial<Division>, spotOurs: boolean): Place {
    const span = document.span(start, end)
    if (entry === undefined) return { ...span, code: null, name: null, level: null, ours: spotOurs }
    const { code, name, level } = entry
    return { ...span, code, name, level, ours: isOurs(code) }
  }
}

function divisionsByTerm(gazetteer: readonly GazetteerEntry[], vocabulary: Vocabulary): Map<number, GazetteerEntry[]> {
  const byTerm = new Map<number, GazetteerEntry[]>()
  for (const entry of gazetteer) {
    for (const name of new Set([entry.name, ...entry.aliases])) {
      const term = vocabulary.add(name)
      byTerm.set(term, [...(byTerm.get(term) ?? []), entry])
    }
  }
  return byTerm
}

/** By character 1 and up for the stretch that it belongs to. */
function marked(stretches: readonly Stretch[], length: number): Int32Array {
  const numbers = new Int32Array(length)
  for (const [index, { start, end }] of stretches.entries()) for (let at = start; at < end; at++) numbers[at] = index + 1
  return numbers
}

/** Whether a boundary here would cut one of them. */
function isInside(numbers: Int32Array, at: number): boolean {
  return at > 0 && (numbers[at] ?? 0) !== 0 && numbers[at] === numbers[at - 1]
}

function isOfThePlace(plain: string, start: number, end: number): boolean {
  if (end - start > 4 || divisionEnds[plain.charCodeAt(end - 1)] === 1) return false
  return ofThePlace[plain.charCodeAt(end)] === 1 || plain.startsWith('时间', end)
}

/** 南京路 is no Nanjing, 滨海大道 no 滨海. */
function isOtherName(plain: string, hit: Hit): boolean {
  return (
    mayGoOn[plain.charCodeAt(hit.end)] === 1 && divisionEnds[plain.charCodeAt(hit.end - 1)] !== 1 && goesOn.test(plain.slice(hit.end, hit.end + 4))
  )
}

/** 某省某市 that no gazetteer has is elsewhere too. */
function unknownProvinces(plain: string, titleEnd: number, divisionAt: Int32Array): number {
  let weight = 0
  for (let at = plain.indexOf('省', 2); at >= 0; at = plain.indexOf('省', at + 1)) {
    if (divisionAt[at] !== 0 || divisionAt[at - 1] !== 0 || !/^.[\u4e00-\u9fff]{2,3}[市县州]/.test(plain.slice(at, at + 5))) continue
    weight += at < titleEnd ? 3 : 1
  }
  return weight
}
