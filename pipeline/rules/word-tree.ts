/**
 * A tree of words laid out level by level in arrays, the root first, the children of a node side by side in the order of
 * their codes: a few steps within one cache line tell whether a character goes on.
 */
export interface WordTree {
  /** The character that leads to the node. */
  readonly codes: Uint16Array
  readonly parents: Int32Array
  /** Children of node n: from first[n] to first[n + 1]. */
  readonly first: Int32Array
  /** Word that ends in the node, the last of equal ones, or -1. */
  readonly words: Int32Array
}

interface Node {
  readonly code: number
  readonly children: Map<number, Node>
  word: number
}

export function wordTree(words: readonly string[]): WordTree {
  const nodes = [rootOf(words)]
  const parents = [0]
  const first = []
  for (const [at, { children }] of nodes.entries()) {
    first.push(nodes.length)
    for (const child of [...children.values()].sort((a, b) => a.code - b.code)) {
      nodes.push(child)
      parents.push(at)
    }
  }
  first.push(nodes.length)
  return {
    codes: Uint16Array.from(nodes, ({ code }) => code),
    parents: Int32Array.from(parents),
    first: Int32Array.from(first),
    words: Int32Array.from(nodes, ({ word }) => word)
  }
}

function rootOf(words: readonly string[]): Node {
  const root: Node = { code: 0, children: new Map(), word: -1 }
  for (const [index, word] of words.entries()) {
    let node = root
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at)
      let child = node.children.get(code)
      if (child === undefined) node.children.set(code, (child = { code, children: new Map(), word: -1 }))
      node = child
    }
    node.word = index
  }
  return root
}
