import type { Features } from './features.ts'
import { goTogether, isOneName } from './signs.ts'
import { isAkin, type LinkSettings } from './link.ts'

/** Texts beyond these are taken on trust: a story of hundreds of texts is held together by many. */
const mostChecked = 48
/** Texts tried as the centre of two stars that become one. */
const mostTried = 16
const mostCentres = 8

/** Whether the centre is akin to every one of the texts. */
export function holds(centre: Features, texts: Iterable<Features>, settings: LinkSettings): boolean {
  let checked = 0
  for (const text of texts) {
    if (text !== centre && !isAkin(centre, text, settings)) return false
    if (++checked >= mostChecked) break
  }
  return true
}

/**
 * Whether nothing of both sets stands in two places, or is of two kinds. Texts that name different places are of one happening where the centre
 * names the places of both; one that says less of the place than they do is akin to each of them, and no reason to think
 * that they belong together: 某路段塌陷 holds either 滨河路塌陷 or 中山路塌陷. Where the centre was that of the one set
 * before, and places all of the other, there is nothing to ask.
 */
export function reconciles(
  centre: Features,
  others: readonly Features[],
  own: readonly Features[],
  isCentreOfOwn: boolean,
  { isPlaced }: LinkSettings
): boolean {
  if (!isPlaced) return true
  const [spots, districts] = [new OnePlace(centre.spots, isPartOf), new OnePlace(centre.districts, isSame)]
  const kinds = new OnePlace(centre.signs.kinds, goTogether)
  const premises = new Map<string, OnePlace>()
  const all = (): OnePlace[] => [spots, districts, kinds, ...premises.values()]
  const add = (texts: readonly Features[]): void => {
    for (const text of texts.slice(0, mostChecked)) {
      spots.add(text.spots)
      districts.add(text.districts)
      kinds.add(text.signs.kinds)
      for (const [sort, names] of text.signs.premises) {
        const place = premises.get(sort) ?? new OnePlace(centre.signs.premises.get(sort) ?? new Set(), isOneName)
        premises.set(sort, place)
        place.add(names)
      }
    }
  }
  add(others)
  if (!isCentreOfOwn || all().some(({ isOpen }) => isOpen)) add(own)
  return all().every(({ isOne }) => isOne)
}

/** Whether what the centre does not place (nor say the kind of) is all in one place: the texts that share names, directly or through others. */
class OnePlace {
  readonly #centre: ReadonlySet<string>
  readonly #isPart: (name: string, whole: string) => boolean
  #places: (readonly string[])[] = []

  constructor(centre: ReadonlySet<string>, isPart: (name: string, whole: string) => boolean) {
    this.#centre = centre
    this.#isPart = isPart
  }

  /** Something was added that the centre does not place. */
  get isOpen(): boolean {
    return this.#places.length > 0
  }

  get isOne(): boolean {
    return this.#places.length <= 1
  }

  add(names: ReadonlySet<string>): void {
    if (names.size === 0 || this.#isPlaced(names)) return
    const [same, others]: [string[], (readonly string[])[]] = [[...names], []]
    for (const place of this.#places) {
      if (same.some((name) => place.some((known) => this.#isPart(name, known) || this.#isPart(known, name)))) same.push(...place)
      else others.push(place)
    }
    this.#places = [...others, same]
  }

  /** The centre says as much of the place, or of another one, so that the wording alone made them akin. */
  #isPlaced(names: ReadonlySet<string>): boolean {
    if (this.#centre.size === 0) return false
    let isVaguer = false
    for (const name of names) {
      for (const own of this.#centre) {
        if (this.#isPart(name, own)) return true
        isVaguer ||= this.#isPart(own, name)
      }
    }
    return !isVaguer
  }
}

function isPartOf(name: string, whole: string): boolean {
  return whole.includes(name)
}

function isSame(name: string, other: string): boolean {
  return name === other
}

/** The first of those tried, the fullest first, that is akin to all of both sets and reconciles them; the smaller set is asked first. */
export function commonCentre(
  fewer: readonly Features[],
  more: readonly Features[],
  settings: LinkSettings,
  tried: readonly Features[]
): Features | null {
  const fullest = fullestOf(tried, mostTried)
  return fullest.find((text) => holds(text, fewer, settings) && holds(text, more, settings) && reconciles(text, fewer, more, false, settings)) ?? null
}

/**
 * Centres for texts that somebody put together: one where one will do, else as many as it takes, those first that are akin
 * to most. Not all of a large set need be covered.
 */
export function centresOf(texts: readonly Features[], settings: LinkSettings): Features[] {
  const open = new Set(fullestOf(texts, mostChecked))
  const tried = [...open]
  const centres: Features[] = []
  while (open.size > 0 && centres.length < mostCentres) {
    let best: { centre: Features; covered: Features[] } | null = null
    for (const centre of tried.slice(0, mostTried)) {
      const covered = [...open].filter((text) => text === centre || isAkin(centre, text, settings))
      if (best === null || covered.length > best.covered.length) best = { centre, covered }
      if (covered.length === open.size) break
    }
    if (best === null || best.covered.length === 0) break
    centres.push(best.centre)
    for (const text of best.covered) open.delete(text)
  }
  return centres
}

interface Weighed {
  readonly text: Features
  readonly fullness: number
}

/**
 * The fullest so many, the fullest first. What says most stands for the others; the earlier of equals, the id breaking ties: a function
 * of the set. One pass, since a story of thousands of texts is asked for its few fullest at each attempt to join it.
 */
export function fullestOf(texts: readonly Features[], most: number): Features[] {
  const fullest: Weighed[] = []
  for (const text of texts) {
    const weighed = { text, fullness: fullness(text) }
    const last = fullest.at(-1)
    if (fullest.length === most && last !== undefined && !isBefore(weighed, last)) continue
    if (fullest.length === most) fullest.pop()
    let place = fullest.length
    for (let before = fullest[place - 1]; before !== undefined && isBefore(weighed, before); before = fullest[place - 1]) place--
    fullest.splice(place, 0, weighed)
  }
  return fullest.map(({ text }) => text)
}

function isBefore(a: Weighed, b: Weighed): boolean {
  if (a.fullness !== b.fullness) return a.fullness > b.fullness
  return a.text.at === b.text.at ? a.text.id < b.text.id : a.text.at < b.text.at
}

function fullness({ sketch, spots, organisations, figures, terms }: Features): number {
  return Math.min(sketch.size, 300) + 20 * (spots.size + organisations.size + figures.size) + 4 * terms.size
}
