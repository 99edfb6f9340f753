import type { DomDocument } from './document.ts'
import { DomParent } from './nodes.ts'
import { parseInto } from './parse-html.ts'
import { writeChildren } from './write-html.ts'

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
    return Array.from(this.attributeEntries(), ([name, value]) => attributeOf(name, value))
  }

  attributeEntries(): Iterable<readonly [string, string]> {
    return this.#attributes ?? []
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

const upperNames = new Map<string, string>()

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
