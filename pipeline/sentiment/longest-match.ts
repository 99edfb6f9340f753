interface Node {
  readonly children: Map<number, Node>
  word: number
}

/** Cells of the filter of pairs, a power of 2: with ten thousand words a twentieth of them is taken, in 16 KB that stay near. */
const filterCells = 0x20000
/** Cells of the table of pairs for each pair, so that most are found at once. */
const room = 2

/**
 * Finds the longest word that begins at a place. Two tables of bits tell of nine places in ten that no word begins with the two characters
 * there; for the others a hash table gives the node of the pair in a tree laid out level by level in arrays, the children of a node side by
 * side in the order of their codes. Words that overlap are not asked for, so it needs none of the failure links of `Automaton`, which takes
 * several times as long on words as frequent as these.
 */
export class LongestMatch {
  /** Number of the word that a character is by itself, or -1, and a bit for each that is one. */
  readonly #alone = new Int32Array(0x10000).fill(-1)
  readonly #isAlone = new Int32Array(0x10000 / 32)
  /** A bit for each pair of characters that a word begins with; other pairs may share it. */
  readonly #mayBegin = new Int32Array(filterCells / 32)
  /** Four cells a pair, which share a cache line: the pair, its word or -1, and its children from and to; from 0 is no pair. */
  readonly #pairs: Int32Array
  readonly #codes: Uint16Array
  /** Children of node n: from first[n] to first[n + 1]. */
  readonly #first: Int32Array
  /** Word that ends in the node, or -1. */
  readonly #words: Int32Array

  constructor(words: readonly string[]) {
    const nodes = levels(words)
    this.#codes = new Uint16Array(nodes.length)
    this.#first = new Int32Array(nodes.length + 1)
    this.#words = Int32Array.from(nodes, (node) => node.word)
    let next = 1
    for (const [at, node] of nodes.entries()) {
      this.#first[at] = next
      for (const [code] of sorted(node)) this.#codes[next++] = code
    }
    this.#first[nodes.length] = next
    const firsts = sorted(nodes[0])
    this.#pairs = new Int32Array(4 * powerAbove(room * firsts.reduce((pairs, [, { children }]) => pairs + children.size, 0)))
    for (const [at, [code, node]] of firsts.entries()) this.#addFirst(code, node, at + 1)
  }

  /** Calls back for the longest word at each place that no word before it covers. */
  scan(text: string, onWord: (word: number, start: number, end: number) => void): void {
    const { length } = text
    const isAlone = this.#isAlone
    const mayBegin = this.#mayBegin
    let code = length === 0 ? 0 : text.charCodeAt(0)
    for (let start = 0; start < length;) {
      const following = start + 1 < length ? text.charCodeAt(start + 1) : 0
      let end = start + 1
      if (hasBit(isAlone, code) || hasBit(mayBegin, filterCell(code, following))) {
        end = this.#wordAt(text, start, code, following, onWord)
      }
      code = end === start + 1 ? following : end < length ? text.charCodeAt(end) : 0
      start = end
    }
  }

  #addFirst(code: number, node: Node, at: number): void {
    if (node.word >= 0) {
      this.#alone[code] = node.word
      setBit(this.#isAlone, code)
    }
    for (let child = this.#first[at] ?? 0; child < (this.#first[at + 1] ?? 0); child++) {
      const following = this.#codes[child] ?? 0
      setBit(this.#mayBegin, filterCell(code, following))
      let cell = pairCell(code, following, this.#pairs.length)
      while (this.#pairs[cell + 2] !== 0) cell = (cell + 4) & (this.#pairs.length - 1)
      this.#pairs.set([pairOf(code, following), this.#words[child] ?? -1, this.#first[child] ?? 0, this.#first[child + 1] ?? 0], cell)
    }
  }

  /** Where the longest word ends that begins there, having told of it; without one the next place. */
  #wordAt(text: string, start: number, code: number, following: number, onWord: (word: number, start: number, end: number) => void): number {
    const pairs = this.#pairs
    const cell = this.#cellOf(code, following)
    let word = this.#alone[code] ?? -1
    let wordEnd = start + 1
    if (word >= 0 && cutsLatin(text, start, wordEnd)) word = -1
    let end = start + 2
    let from = end <= text.length ? (pairs[cell + 2] ?? 0) : 0
    let here = from === 0 ? -1 : (pairs[cell + 1] ?? -1)
    let to = pairs[cell + 3] ?? 0
    for (;;) {
      if (here >= 0 && !cutsLatin(text, start, end)) {
        word = here
        wordEnd = end
      }
      const child = from < to && end < text.length ? this.#childOf(from, to, text.charCodeAt(end)) : 0
      if (child === 0) break
      here = this.#words[child] ?? -1
      from = this.#first[child] ?? 0
      to = this.#first[child + 1] ?? 0
      end++
    }
    if (word >= 0) onWord(word, start, wordEnd)
    return wordEnd
  }

  /** The cells of the pair, or empty ones. */
  #cellOf(code: number, following: number): number {
    const pairs = this.#pairs
    const pair = pairOf(code, following)
    let cell = pairCell(code, following, pairs.length)
    while (pairs[cell + 2] !== 0 && pairs[cell] !== pair) cell = (cell + 4) & (pairs.length - 1)
    return cell
  }

  /** The child with that code among those side by side, or 0. */
  #childOf(from: number, to: number, code: number): number {
    let low = from
    let high = to
    while (low < high) {
      const middle = (low + high) >>> 1
      const found = this.#codes[middle] ?? 0
      if (found === code) return middle
      if (found < code) low = middle + 1
      else high = middle
    }
    return 0
  }
}

function pairOf(code: number, following: number): number {
  return (code << 16) | following
}

/** A multiple of four below `cells`. */
function pairCell(code: number, following: number, cells: number): number {
  return (Math.imul(pairOf(code, following), 0x9e3779b1) >>> 11) & (cells - 4)
}

function filterCell(code: number, following: number): number {
  return (Math.imul(code, 0x9e5) + following) & (filterCells - 1)
}

function powerAbove(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)))
}

function setBit(bits: Int32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
}

function hasBit(bits: Int32Array, at: number): boolean {
  return ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0
}

/** The nodes of the tree, the root first, each level after the one above it. */
function levels(words: readonly string[]): [Node, ...Node[]] {
  const root: Node = { children: new Map(), word: -1 }
  for (const [word, text] of words.entries()) {
    let node = root
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      let child = node.children.get(code)
      if (child === undefined) node.children.set(code, (child = { children: new Map(), word: -1 }))
      node = child
    }
    node.word = word
  }
  const nodes: [Node, ...Node[]] = [root]
  for (const node of nodes) for (const [, child] of sorted(node)) nodes.push(child)
  return nodes
}

function sorted(node: Node): [number, Node][] {
  return [...node.children].sort(([a], [b]) => a - b)
}

/** `sb` is no word in `usb`. */
function cutsLatin(text: string, start: number, end: number): boolean {
  return isBetweenLatin(text, start) || isBetweenLatin(text, end)
}

function isBetweenLatin(text: string, at: number): boolean {
  return isLatin(text.charCodeAt(at)) && isLatin(text.charCodeAt(at - 1))
}

function isLatin(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)
}
