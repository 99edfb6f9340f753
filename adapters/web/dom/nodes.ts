import type { DomElement } from './element.ts'
import { matcherOf } from './select.ts'

/**
 * As much of the DOM as reading a page needs, Readability included, and light: nobody listens, nothing is laid out, and no list of nodes
 * is live. Its names are those of the standard.
 */
export abstract class DomNode {
  readonly nodeType: number
  /** Upper case of elements; #text, #comment and #document of the rest. */
  readonly nodeName: string
  parentNode: DomParent | null = null
  previousSibling: DomNode | null = null
  nextSibling: DomNode | null = null

  constructor(nodeType: number, nodeName: string) {
    this.nodeType = nodeType
    this.nodeName = nodeName
  }

  abstract get textContent(): string

  get firstChild(): DomNode | null {
    return null
  }

  get lastChild(): DomNode | null {
    return null
  }

  get childNodes(): readonly DomNode[] {
    return []
  }

  get nextElementSibling(): DomElement | null {
    let at = this.nextSibling
    while (at !== null && !isElement(at)) at = at.nextSibling
    return at
  }

  get previousElementSibling(): DomElement | null {
    let at = this.previousSibling
    while (at !== null && !isElement(at)) at = at.previousSibling
    return at
  }

  remove(): void {
    this.parentNode?.removeChild(this)
  }
}

export class DomText extends DomNode {
  data: string

  constructor(data: string) {
    super(3, '#text')
    this.data = data
  }

  get textContent(): string {
    return this.data
  }
}

export class DomComment extends DomNode {
  readonly data: string

  constructor(data: string) {
    super(8, '#comment')
    this.data = data
  }

  get textContent(): string {
    return this.data
  }
}

/** Longer texts are put together each time: kept at each level of a deep page they would fill the memory. */
const longestKept = 100_000

export abstract class DomParent extends DomNode {
  #first: DomNode | null = null
  #last: DomNode | null = null
  /** Kept until something below changes; while it is kept here, it is kept in every element below. */
  #text: string | null = null

  override get firstChild(): DomNode | null {
    return this.#first
  }

  override get lastChild(): DomNode | null {
    return this.#last
  }

  override get childNodes(): readonly DomNode[] {
    const nodes: DomNode[] = []
    for (let at = this.#first; at !== null; at = at.nextSibling) nodes.push(at)
    return nodes
  }

  get children(): readonly DomElement[] {
    const elements: DomElement[] = []
    for (let at = this.#first; at !== null; at = at.nextSibling) if (isElement(at)) elements.push(at)
    return elements
  }

  get firstElementChild(): DomElement | null {
    return this.#first === null || isElement(this.#first) ? this.#first : this.#first.nextElementSibling
  }

  get textContent(): string {
    if (this.#text !== null) return this.#text
    let text = ''
    for (let at = this.#first; at !== null; at = at.nextSibling) if (at.nodeType !== 8) text += at.textContent
    if (text.length <= longestKept) this.#text = text
    return text
  }

  appendChild<Node extends DomNode>(node: Node): Node {
    node.parentNode?.removeChild(node)
    node.parentNode = this
    node.previousSibling = this.#last
    if (this.#last === null) this.#first = node
    else this.#last.nextSibling = node
    this.#last = node
    this.#forgetText()
    return node
  }

  removeChild<Node extends DomNode>(node: Node): Node {
    if (node.previousSibling === null) this.#first = node.nextSibling
    else node.previousSibling.nextSibling = node.nextSibling
    if (node.nextSibling === null) this.#last = node.previousSibling
    else node.nextSibling.previousSibling = node.previousSibling
    node.parentNode = null
    node.previousSibling = null
    node.nextSibling = null
    this.#forgetText()
    return node
  }

  replaceChild<Old extends DomNode>(node: DomNode, old: Old): Old {
    node.parentNode?.removeChild(node)
    const [before, after] = [old.previousSibling, old.nextSibling]
    node.parentNode = this
    node.previousSibling = before
    node.nextSibling = after
    if (before === null) this.#first = node
    else before.nextSibling = node
    if (after === null) this.#last = node
    else after.previousSibling = node
    old.parentNode = null
    old.previousSibling = null
    old.nextSibling = null
    this.#forgetText()
    return old
  }

  getElementsByTagName(name: string): readonly DomElement[] {
    const wanted = name.toUpperCase()
    return this.#elements((element) => element.nodeName === wanted)
  }

  querySelectorAll(selector: string): readonly DomElement[] {
    return this.#elements(matcherOf(selector))
  }

  querySelector(selector: string): DomElement | null {
    const matches = matcherOf(selector)
    for (let at = following(this, this); at !== null; at = following(at, this)) if (isElement(at) && matches(at)) return at
    return null
  }

  #elements(matches: (element: DomElement) => boolean): readonly DomElement[] {
    const found: DomElement[] = []
    for (let at = following(this, this); at !== null; at = following(at, this)) if (isElement(at) && matches(at)) found.push(at)
    return found
  }

  #forgetText(): void {
    if (this.#text === null) return
    this.#text = null
    for (let at = this.parentNode; at !== null && at.#text !== null; at = at.parentNode) at.#text = null
  }
}

export function isElement(node: DomNode): node is DomElement {
  return node.nodeType === 1
}

/** The next node of a subtree in the order of the page. */
export function following(node: DomNode, root: DomNode): DomNode | null {
  if (node.firstChild !== null) return node.firstChild
  for (let at: DomNode | null = node; at !== null && at !== root; at = at.parentNode) if (at.nextSibling !== null) return at.nextSibling
  return null
}
