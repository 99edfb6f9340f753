import { parseInto } from './parse-html.ts'
import { matcherOf } from './select.ts'
import { writeChildren } from './write-html.ts'

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

export interface DomAttribute {
  readonly name: string
  readonly value: string
  cloneNode(): DomAttribute
}

export interface DomStyle {
  readonly display: string
  readonly visibility: string
}

const plain: DomStyle = { display: '', visibility: '' }
const upperNames = new Map<string, string>()

export class DomElement extends DomParent {
  readonly ownerDocument: DomDocument
  readonly localName: string
  #attributes: Map<string, string> | null = null

  constructor(ownerDocument: DomDocument, localName: string) {
    super(1, upperNameOf(localName))
    this.ownerDocument = ownerDocument
    this.localName = localName
  }

  get tagName(): string {
    return this.nodeName
  }

  get id(): string {
    return this.getAttribute('id') ?? ''
  }

  set id(value: string) {
    this.setAttribute('id', value)
  }

  get className(): string {
    return this.getAttribute('class') ?? ''
  }

  set className(value: string) {
    this.setAttribute('class', value)
  }

  get src(): string {
    return this.getAttribute('src') ?? ''
  }

  get srcset(): string {
    return this.getAttribute('srcset') ?? ''
  }

  /** What readers ask of a style: whether it hides the element. */
  get style(): DomStyle {
    const text = this.getAttribute('style')
    if (text === null || !/display|visibility/i.test(text)) return plain
    return { display: declared(text, 'display'), visibility: declared(text, 'visibility') }
  }

  get innerHTML(): string {
    return writeChildren(this)
  }

  set innerHTML(html: string) {
    for (const node of this.childNodes) this.removeChild(node)
    parseInto(this, this.ownerDocument, html)
  }

  get attributes(): readonly DomAttribute[] {
    return this.#attributes === null ? [] : [...this.#attributes].map(([name, value]) => attributeOf(name, value))
  }

  getAttribute(name: string): string | null {
    return this.#attributes?.get(name) ?? null
  }

  hasAttribute(name: string): boolean {
    return this.#attributes?.has(name) === true
  }

  setAttribute(name: string, value: string): void {
    this.#attributes ??= new Map()
    this.#attributes.set(name, value)
  }

  setAttributeNode({ name, value }: DomAttribute): void {
    this.setAttribute(name, value)
  }

  removeAttribute(name: string): void {
    this.#attributes?.delete(name)
  }
}

export class DomDocument extends DomParent {
  constructor() {
    super(9, '#document')
  }

  get documentElement(): DomElement {
    return this.children.find(({ nodeName }) => nodeName === 'HTML') ?? this.firstElementChild ?? this.appendChild(this.createElement('html'))
  }

  /** The first body that the page has; an empty one where it has none. */
  get body(): DomElement {
    const root = this.documentElement
    return root.children.find(({ nodeName }) => nodeName === 'BODY') ?? root.querySelector('body') ?? root.appendChild(this.createElement('body'))
  }

  get title(): string {
    return this.querySelector('title')?.textContent ?? ''
  }

  createElement(name: string): DomElement {
    return new DomElement(this, name.toLowerCase())
  }

  createTextNode(data: string): DomText {
    return new DomText(data)
  }

  createComment(data: string): DomComment {
    return new DomComment(data)
  }
}

function upperNameOf(localName: string): string {
  const known = upperNames.get(localName)
  if (known !== undefined) return known
  const name = localName.toUpperCase()
  // Pages invent names without end.
  if (upperNames.size < 1000) upperNames.set(localName, name)
  return name
}

function attributeOf(name: string, value: string): DomAttribute {
  return { name, value, cloneNode: () => attributeOf(name, value) }
}

function declared(style: string, property: string): string {
  const declarations = style.split(';').map((part) => part.split(':').map((word) => word.trim().toLowerCase()))
  const value = declarations.findLast(([name]) => name === property)?.[1] ?? ''
  return value.replace(/\s*!important$/, '')
}
