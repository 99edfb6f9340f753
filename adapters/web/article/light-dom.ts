import type { DomDocument } from './dom.ts'

interface LightStyle {
  readonly display: string
  readonly visibility: string
}

const plain: LightStyle = { display: '', visibility: '' }

/**
 * Takes out of linkedom what costs half of its time and serves nobody here: for each node an entry of a weak map for its listeners, which
 * the garbage collector has to look through again and again, and for each element that is asked whether it is hidden a proxy over a parsed
 * style sheet. Once for all documents; where linkedom is built otherwise, nothing happens.
 */
export function lighten(document: DomDocument): void {
  for (let shape = prototypeOf(document.body); shape !== null; shape = prototypeOf(shape)) {
    const style = Object.getOwnPropertyDescriptor(shape, 'style')
    if (style?.get !== undefined) Object.defineProperty(shape, 'style', { configurable: true, get: styleOf })
    const maker = shape.constructor
    const base: unknown = Object.getPrototypeOf(maker)
    // Nobody listens to a page that is only read.
    if (typeof base === 'function' && base.name === 'DOMEventTarget') Object.setPrototypeOf(maker, Object)
  }
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null
}

/** What readers ask of a style: whether it hides the element. */
function styleOf(this: { getAttribute(name: string): string | null }): LightStyle {
  const text = this.getAttribute('style')
  if (text === null || !/display|visibility/i.test(text)) return plain
  return { display: valueOf(text, 'display'), visibility: valueOf(text, 'visibility') }
}

function valueOf(text: string, name: string): string {
  const declared = text.split(';').map((part) => part.split(':').map((word) => word.trim().toLowerCase()))
  const value = declared.findLast(([property]) => property === name)?.[1] ?? ''
  return value.replace(/\s*!important$/, '')
}
