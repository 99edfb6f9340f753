import type { Disguises } from '../../core/lexicon.ts'
import { Automaton, isChinese } from './automaton.ts'
import { asWritten, DisguiseFold, spelled, type Folded } from './disguise-fold.ts'
import { DisguiseSuspects, shortestOfAnySound } from './disguise-suspects.ts'

/** A place where a term stands in disguise; offsets count in the normalised text. */
export interface DisguisedPlace {
  readonly term: number
  readonly start: number
  readonly end: number
  /** The written form could be a word of its own: another character stands in, nothing is split or spelled out. */
  readonly byHomophone: boolean
}

type NumberedTerm = readonly [number: number, word: string]

const shortest = 2
const longest = 8
/** From this length on two characters may be others. */
const longEnoughForTwo = 4

/**
 * Finds rule terms written with other characters of the same sound (火宰), characters taken apart (弓虽拆), letters (火zai)
 * or emoji (🔥灾). Text and terms are folded to one symbol a sound and compared by one automaton; what differs must then be
 * allowed by the tables, and something must stand as the term writes it.
 */
export class DisguiseFinder {
  readonly #fold: DisguiseFold
  readonly #suspects: DisguiseSuspects
  /** Terms of one sound stand together, in the order of the automaton's. */
  readonly #terms: readonly (readonly NumberedTerm[])[]
  readonly #automaton: Automaton

  /** @param terms numbers and words; those that are not of two to eight Chinese characters have no disguises */
  constructor(terms: readonly NumberedTerm[], tables: Disguises) {
    const own = terms.filter(([, word]) => word.length >= shortest && word.length <= longest && isAllChinese(word))
    const words = own.map(([, word]) => word)
    this.#fold = new DisguiseFold(new Set(words.flatMap((word) => Array.from(word))), tables)
    this.#suspects = new DisguiseSuspects(words, tables, this.#fold)
    const bySound = Map.groupBy(own, ([, word]) => this.#fold.folded(word))
    this.#terms = [...bySound.values()]
    this.#automaton = new Automaton([...bySound.keys()])
  }

  /** Calls back for every place that the tables allow; whether the words around it do is the segmenter's to say. */
  scan(text: string, onPlace: (place: DisguisedPlace) => void): void {
    for (const { from, to } of this.#suspects.stretchesIn(text)) {
      const folded = this.#fold.fold(text.slice(from, to))
      this.#automaton.scan(folded.text, (index, first, end) => {
        for (const [term, word] of this.#terms[index] ?? []) {
          const way = this.#wayOf(word, folded, first)
          if (way === null) continue
          onPlace({
            term,
            start: from + (folded.starts[first] ?? 0),
            end: from + (folded.ends[end - 1] ?? 0),
            byHomophone: way === 'homophone'
          })
        }
      })
    }
  }

  /** How the units from `first` on hide the word; null where they are the word itself, or may not stand for it. */
  #wayOf(word: string, { kinds, written }: Folded, first: number): 'homophone' | 'other' | null {
    let homophones = 0
    let others = 0
    let spelledOut = 0
    for (let at = 0; at < word.length; at++) {
      const kind = kinds[first + at]
      const wanted = word.charCodeAt(at)
      const found = written[first + at] ?? 0
      if (kind === spelled) spelledOut++
      else if (kind !== asWritten && found !== wanted) return null
      else if (kind !== asWritten) others++
      else if (found !== wanted) {
        if (!this.#mayStandFor(found, wanted, word)) return null
        homophones++
      }
    }
    const exact = word.length - homophones - others - spelledOut
    if (exact === word.length || homophones > (word.length >= longEnoughForTwo ? 2 : 1)) return null
    // Sounded out or spelled in full it could be anything: something must stand as it is. Only taken apart it may be in full.
    if (exact === 0 && others < word.length) return null
    return others + spelledOut === 0 ? 'homophone' : 'other'
  }

  #mayStandFor(written: number, wanted: number, word: string): boolean {
    return this.#suspects.isListed(written, wanted) || (word.length >= shortestOfAnySound && this.#suspects.isUnusual(written))
  }
}

function isAllChinese(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (!isChinese(word.charCodeAt(at))) return false
  return true
}
