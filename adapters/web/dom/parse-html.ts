import { Parser, type Handler } from 'htmlparser2'
import type { DomDocument } from './document.ts'
import type { DomElement } from './element.ts'
import type { DomParent, DomText } from './nodes.ts'

/** Beyond this nesting no page is written by people, and recursive readers overflow. */
const deepest = 500

/** A page is nested deeper than anything readable. */
export class TooDeepError extends Error {
  override readonly name = 'TooDeepError'
}

/** Appends what the HTML says to a node of the document. @throws TooDeepError */
export function parseInto(root: DomParent, document: DomDocument, html: string): void {
  let open: DomParent = root
  let depth = 0
  const handler: Partial<Handler> = {
    onopentagname(name) {
      if (++depth > deepest) throw new TooDeepError(`nested deeper than ${deepest} elements`)
      open = open.appendChild(document.createElement(name))
    },
    onattribute(name, value) {
      // The first of two counts.
      const element = open as DomElement
      if (!element.hasAttribute(name)) element.setAttribute(name, value)
    },
    ontext(data) {
      // What a reference such as &nbsp; stands for comes by itself.
      const last = open.lastChild
      if (last?.nodeType === 3) (last as DomText).data += data
      else open.appendChild(document.createTextNode(data))
    },
    oncomment(data) {
      open.appendChild(document.createComment(data))
    },
    onclosetag() {
      depth -= 1
      open = open.parentNode ?? root
    }
  }
  new Parser(handler).end(html)
}
