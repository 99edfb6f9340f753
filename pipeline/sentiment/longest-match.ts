interface Node {
  readonly children: Map<number, Node>
  word: number
}

/**
 * Finds the longest word that begins at a place. A tree laid out level by level in arrays, the children of a node side by side in the
 * order of their codes: a few steps within one cache line tell whether a character goes on. Words that overlap are not asked for, so it needs
 * none of the failure links of `Automaton`, which takes about twice as long on words as frequent as these.
 */
export class LongestMatch {
  /** By the first character's code: its node, or 0. */
  readonly #roots = new Uint16Array(0x10000)
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
      for (const [code] of sorted(node)) {
        if (at === 0) this.#roots[code] = next
        this.#codes[next++] = code
      }
    }
    this.#first[nodes.length] = next
  }

  /** Calls back for the longest word at each place that no word before it covers. */
  scan(text: string, onWord: (word: number, start: number, end: number) => void): void {
    for (let start = 0; start < text.length;) {
      let node = this.#roots[text.charCodeAt(start)] ?? 0
      let end = start + 1
      let word = -1
      let wordEnd = end
      while (node !== 0) {
        const here = this.#words[node] ?? -1
        if (here >= 0 && !cutsLatin(text, start, end)) {
          word = here
          wordEnd = end
        }
        node = end < text.length ? this.#child(node, text.charCodeAt(end)) : 0
        end++
      }
      if (word >= 0) onWord(word, start, wordEnd)
      start = wordEnd
    }
  }

  #child(node: number, code: number): number {
    let low = this.#first[node] ?? 0
    let high = this.#first[node + 1] ?? 0
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

/** The nodes of the tree, the root first, each level after the one above it. */
function levels(words: readonly string[]): Node[] {
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
  const nodes = [root]
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
