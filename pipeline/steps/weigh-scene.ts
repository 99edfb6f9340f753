import { harmBit, harmPlaces } from '../facts/harm-words.ts'
import type { Stretch } from '../names/stretch.ts'
import { tableOf } from '../names/character-table.ts'
import type { PlaceReading } from './find-places.ts'
import type { Normalised } from './normalise.ts'

/** A name that speaks for us or for elsewhere. */
export interface PlaceMark extends Stretch {
  readonly ours: boolean
}

const clauseEnds = tableOf(',.;:!?。，；：！？ \n\t')
const sentenceEnds = tableOf(';!?。；！？\n')
/** 北京一公司在天津的工地: of the names of one clause the one behind 在 says where. */
const where = tableOf('在于')
const toll = harmBit.deaths | harmBit.injuries | harmBit.missing | harmBit.trapped
/** What a clause of the happening weighs, in the title and in the text; ours twice, since a miss costs more than a look. */
const sceneWeight = { title: 3, text: 1 } as const
const oursCounts = 2
/** All names of a side that are only mentioned together. */
const mostPassing = 0.5

/**
 * How firmly a text that names us and elsewhere stands with each, by where it happens: the place in the clause of what a rule
 * found or of a toll, or next to it in its sentence, weighs; places that are only mentioned (专家来自北京、上海) hardly do.
 * Where no such clause has a place all names weigh the same, as they were found.
 * @param happenings what the rules found, in the normalised text
 */
export function weighScene({ plain, titleEnd }: Normalised, places: PlaceReading, happenings: readonly Stretch[]): PlaceReading {
  if (places.oursWeight === 0 || places.elsewhereWeight === 0) return places
  const placing = places.marks.filter((mark) => !isHelper(plain, mark))
  const weight = { ours: 0, elsewhere: 0 }
  const seen = new Set<number>()
  for (const at of scenesIn(plain, happenings)) {
    const scene = sceneAt(plain, placing, at)
    if (scene === null) continue
    const clause = clauseStart(plain, scene.at)
    if (seen.has(clause)) continue
    seen.add(clause)
    const one = sceneWeight[clause < titleEnd ? 'title' : 'text']
    if (scene.ours) weight.ours += one * oursCounts
    if (scene.elsewhere) weight.elsewhere += one
  }
  if (seen.size === 0) return places
  return { ...places, oursWeight: weight.ours + mostPassing, elsewhereWeight: weight.elsewhere + mostPassing }
}

/** Who comes to help is not where it happens: 天津援疆医生参与救治. */
const helpers = /^市?(?:援[疆藏青外非鄂川]|支援|驰援|救援队|医疗队|消防救援队|蓝天救援队)/
const helping = /参与|参加|投入|赶赴|奔赴|驰援|前往|抵达|赶到|展开|出动/
const farthestHelper = 8

function isHelper(plain: string, { end }: PlaceMark): boolean {
  if (!helpers.test(plain.slice(end, end + farthestHelper))) return false
  return helping.test(plain.slice(end, edge(plain, end, 1, clauseEnds)))
}

/** Places of what happens: what the rules found, and the words of a toll. */
function scenesIn(plain: string, happenings: readonly Stretch[]): number[] {
  const at = happenings.map(({ start }) => start)
  for (const place of harmPlaces(plain)) if ((place.bits & toll) !== 0) at.push(place.at)
  return at
}

interface Scene {
  readonly at: number
  readonly ours: boolean
  readonly elsewhere: boolean
}

/** The names of the clause; where it has none, those of the nearest clause before in its sentence, else of the next one behind. */
function sceneAt(plain: string, marks: readonly PlaceMark[], at: number): Scene | null {
  const from = edge(plain, at, -1, clauseEnds)
  const to = edge(plain, at, 1, clauseEnds)
  const own = marks.filter(({ start }) => start >= from && start < to)
  if (own.length > 0) return sceneOf(plain, own)
  const sentenceFrom = edge(plain, at, -1, sentenceEnds)
  const sentenceTo = edge(plain, at, 1, sentenceEnds)
  const near = marks.findLast(({ start }) => start >= sentenceFrom && start < from) ?? marks.find(({ start }) => start >= to && start < sentenceTo)
  if (near === undefined) return null
  const clause = clauseStart(plain, near.start)
  const end = edge(plain, near.start, 1, clauseEnds)
  return sceneOf(
    plain,
    marks.filter(({ start }) => start >= clause && start < end)
  )
}

function sceneOf(plain: string, marks: readonly PlaceMark[]): Scene {
  const told = marks.filter(({ start }) => where[plain.charCodeAt(start - 1)] === 1)
  const counted = told.length > 0 ? told : marks
  return {
    at: marks[0]?.start ?? 0,
    ours: counted.some(({ ours }) => ours),
    elsewhere: counted.some(({ ours }) => !ours)
  }
}

function clauseStart(plain: string, at: number): number {
  return edge(plain, at, -1, clauseEnds)
}

/** Where the stretch around the place begins or ends. */
function edge(plain: string, at: number, step: 1 | -1, ends: Uint8Array): number {
  let to = at
  if (step === 1) while (to < plain.length && ends[plain.charCodeAt(to)] !== 1) to++
  else while (to > 0 && ends[plain.charCodeAt(to - 1)] !== 1) to--
  return to
}
