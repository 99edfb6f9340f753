import type { Jurisdiction } from '../../core/department.ts'
import type { GazetteerEntry } from '../../core/lexicon.ts'
import { opensReport, opensWithThing, standsAsPlace } from '../names/bare-name.ts'
import { tableOf } from '../names/character-table.ts'
import { isAttached, isGround, isOtherName, isThing } from '../names/namesakes.ts'
import { longestOf, type Stretch } from '../names/stretch.ts'
import type { Findings, Hit, Vocabulary } from '../rules/vocabulary.ts'
import type { Division } from './explain-places.ts'
import { localCode, resolvePlace, type ResolvedBy } from './resolve-place.ts'

/** What of a text, besides names of divisions, says where it is. */
export interface Beside {
  /** Division that the source reports on; null when it is not known. */
  readonly region: string | null
  /** Words of ours: 津城, 本市 in our own papers. */
  readonly own: readonly Stretch[]
  /** Countries and the like. */
  readonly abroad: readonly Stretch[]
}

export interface Divisions {
  /** In the order of the text, none inside another. */
  readonly named: (plain: string, found: Findings, beside: Beside) => Division[]
  /** What 本市, 我区 mean in a source of that region. */
  readonly local: (plain: string, hits: readonly Stretch[], region: string) => Division[]
  readonly isOurs: (code: string) => boolean
}

/** An entry of the gazetteer with where it lies, which is told once for all texts. */
interface Located {
  readonly entry: GazetteerEntry
  readonly ours: boolean
  readonly elsewhere: boolean
}

/** A name that is shared, with the divisions that the text names for certain. */
interface SharedName {
  readonly hit: Hit
  readonly isBare: boolean
  /** Of the bare names one that is no ordinary word: 大港, 生态城, and not 和平. */
  readonly isLandmark: boolean
  readonly others: readonly Division[]
  /** The place of ours right before it. */
  readonly before: Division | undefined
  /** 武清和|生态城: it stands in a row with a place of ours. */
  readonly isListed: boolean
  readonly beside: Beside
}

/** In a source of ours a shared name stands as near as that to a place of ours. */
const nearInOurs = 60
const farthest = 400
const joins = tableOf('和与及、')
/** 中北|镇 is no 中北. */
const goesOnAs = tableOf('镇乡村区县市')

/**
 * Divisions by their names and by places in them. Names that are shared with other places and with words count where a place
 * of ours stands nearer than any other; those that reports begin with count there too. Names borne by what another city has are its.
 */
export function findDivisions(deps: { gazetteer: readonly GazetteerEntry[]; jurisdiction: Jurisdiction; vocabulary: Vocabulary }): Divisions {
  const { gazetteer, jurisdiction, vocabulary } = deps
  const { codes } = jurisdiction
  const national = codes.length === 0
  const isOurs = (code: string): boolean => national || codes.some((own) => code.startsWith(own))
  const located = new Map(gazetteer.map((entry) => [entry, locate(entry)]))
  const byCode = new Map([...located.values()].map((one) => [one.entry.code, one]))
  const certainNames = ({ name, aliases }: GazetteerEntry): string[] => [name, ...aliases]
  const sharedNames = ({ shared = [], bare = [] }: GazetteerEntry): string[] => [...shared, ...bare]
  const ours = national ? [] : gazetteer.filter(({ code }) => isOurs(code))
  const byTerm = entriesByTerm(gazetteer, certainNames, vocabulary)
  const sharedByTerm = entriesByTerm(ours, sharedNames, vocabulary)
  const bareTerms = new Set(vocabulary.addAll(ours.flatMap(({ bare = [] }) => bare)))
  const landmarkTerms = new Set(vocabulary.addAll(ours.flatMap(({ name, bare = [] }) => bare.filter((one) => !name.startsWith(one)))))
  const terms = vocabulary.list([...gazetteer.flatMap(certainNames), ...ours.flatMap(sharedNames)])

  return { named, local, isOurs }

  function locate(entry: GazetteerEntry): Located {
    const lies = isOurs(entry.code)
    return { entry, ours: lies, elsewhere: !lies && !codes.some((own) => own.startsWith(entry.code)) }
  }

  function named(plain: string, found: Findings, beside: Beside): Division[] {
    const all = found.of(terms)
    if (all.length === 0) return []
    const hits = longestOf(all)
    let surely: ReadonlySet<string> | undefined
    const divisions: Division[] = []
    let shared: Hit[] | undefined
    let isMixed = false
    for (const hit of hits) {
      if (sharedByTerm[hit.term] !== undefined) (shared ??= []).push(hit)
      const candidates = byTerm[hit.term]
      const isOther = isOtherName(plain, hit)
      if (candidates === undefined || (isOther && !isGround(plain, hit.end))) continue
      const resolved = resolvePlace(
        candidates,
        candidates.length === 1 ? alone : { surely: (surely ??= surelyNamed(hits)), region: beside.region, isOurs }
      )
      const place = resolved === undefined ? undefined : located.get(resolved.entry)
      if (resolved === undefined || place === undefined || isOfThing(plain, hit, place)) continue
      if (isOther && !namesGrounds(place)) continue
      isMixed ||= place.elsewhere
      divisions.push(divisionAt(hit, place, resolved.by))
    }
    const kept = isMixed ? divisions.filter((one) => !isNamesake(plain, one, divisions)) : divisions
    return shared === undefined ? kept : withShared(plain, shared, kept, beside)
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

  /** 津南小区 is in 津南; what is called after a city (天津大厦) is in any other, and what elsewhere is called after is not said to be there. */
  function namesGrounds({ entry, ours: lies }: Located): boolean {
    return !national && lies && entry.code.length >= districtLength
  }

  /** 翠屏公园 is not of the county 翠屏; with us parks and malls are called after the district that they are in. */
  function isOfThing(plain: string, { end, start }: Hit, { entry, elsewhere }: Located): boolean {
    return elsewhere && entry.level === 'district' && end - start < entry.name.length && isThing(plain, end)
  }

  /** 武汉滨江道, 滨江道(太原), 南京天津新村: a place of the city that it is named with, though ours has one of that name. */
  function isNamesake(plain: string, one: Division, divisions: readonly Division[]): boolean {
    if (!one.ours || plain.startsWith(one.entry.name, one.start)) return false
    const said = plain.slice(one.start, one.end)
    const isShort = one.entry.name.startsWith(said)
    if (isShort ? !isThing(plain, one.end) : jurisdiction.words.some((word) => said.includes(word))) return false
    return isAttached(plain, one, divisions)
  }

  function withShared(plain: string, hits: readonly Hit[], certain: readonly Division[], beside: Beside): Division[] {
    const added: Division[] = []
    for (const hit of hits) {
      if (goesOnAs[plain.charCodeAt(hit.end)] === 1) continue
      const others = certain.filter(({ start }) => start !== hit.start)
      const before = others.find(({ end, ours: lies }) => lies && end === hit.start)
      const isListed = joins[plain.charCodeAt(hit.start - 1)] === 1 && others.some(({ end, ours: lies }) => lies && end === hit.start - 1)
      const name: SharedName = { hit, isBare: bareTerms.has(hit.term), isLandmark: landmarkTerms.has(hit.term), others, before, isListed, beside }
      if (isOtherName(plain, hit) && !(name.isLandmark && isGround(plain, hit.end))) continue
      const place = located.get(sharedEntry(sharedByTerm[hit.term] ?? [], name) as GazetteerEntry)
      const by = place === undefined ? null : toldBy(plain, name)
      if (place !== undefined && by !== null) added.push(divisionAt(hit, place, by))
    }
    if (added.length === 0) return [...certain]
    const taken = new Set(added.map(({ start }) => start))
    return [...certain.filter(({ start }) => !taken.has(start)), ...added].sort((a, b) => a.start - b.start)
  }

  /** What tells that a shared name is of ours; null where nothing does. */
  function toldBy(plain: string, { hit, isBare, isLandmark, others, before, isListed, beside }: SharedName): ResolvedBy | 'source' | null {
    const { region, own, abroad } = beside
    const fromOurs = region !== null && isOurs(region)
    const oursAt = Math.min(
      nearest(hit, own),
      nearest(
        hit,
        others.filter((one) => one.ours)
      )
    )
    const elsewhereAt = Math.min(
      nearest(hit, abroad),
      nearest(
        hit,
        others.filter((one) => one.elsewhere)
      )
    )
    const isNear = Math.min(oursAt, fromOurs ? nearInOurs : farthest) <= elsewhereAt && (fromOurs || oursAt < farthest)
    const isAtHead = opensReport(plain, hit) || (isLandmark && opensWithThing(plain, hit))
    if (isNear && (!isBare || isAtHead || standsAsPlace(plain, hit, before !== undefined || isListed))) return oursAt < farthest ? 'near' : 'source'
    return isBare && region === null && elsewhereAt === Infinity && isAtHead ? 'lead' : null
  }

  function local(plain: string, hits: readonly Stretch[], region: string): Division[] {
    return hits.flatMap((hit) => {
      const place = byCode.get(localCode(plain.slice(hit.start, hit.end), region) ?? '')
      return place === undefined ? [] : [divisionAt(hit, place, 'source')]
    })
  }
}

/** What resolves a name that one division alone bears: nothing. */
const alone = { surely: new Set<string>(), region: null, isOurs: (): boolean => false }

/** The division of ours that a shared name is in: of a district right before it or named besides only its own. Undefined where that is not one. */
function sharedEntry(entries: readonly GazetteerEntry[], { before, isBare, others, beside }: SharedName): GazetteerEntry | undefined {
  const inside =
    before === undefined ? entries : entries.filter(({ code }) => code.startsWith(before.entry.code) || before.entry.code.startsWith(code))
  const districts = isBare ? [] : [...others.filter((one) => one.ours).map(({ entry }) => entry.code), beside.region ?? '']
  const named = new Set(districts.filter((code) => code.length >= districtLength).map((code) => code.slice(0, districtLength)))
  const fitting = named.size === 0 ? inside : inside.filter(({ code }) => code.length < districtLength || named.has(code.slice(0, districtLength)))
  return fitting.length === 1 ? fitting[0] : undefined
}

const districtLength = 6

/** How many characters lie between; Infinity where there are none of them. */
function nearest({ start, end }: Stretch, others: readonly Stretch[]): number {
  let least = Infinity
  for (const one of others) {
    if (one.start === start) continue
    least = Math.min(least, one.end <= start ? start - one.end : one.start >= end ? one.start - end : 0)
  }
  return least
}

function divisionAt({ start, end }: Stretch, { entry, ours, elsewhere }: Located, by: Division['by']): Division {
  return { start, end, entry, ours, elsewhere, by }
}

function entriesByTerm(
  entries: readonly GazetteerEntry[],
  namesOf: (entry: GazetteerEntry) => readonly string[],
  vocabulary: Vocabulary
): GazetteerEntry[][] {
  const byTerm: GazetteerEntry[][] = []
  for (const entry of entries) for (const name of new Set(namesOf(entry))) (byTerm[vocabulary.add(name)] ??= []).push(entry)
  return byTerm
}
