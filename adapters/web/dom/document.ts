import { DomElement } from './element.ts'
import { DomComment, DomParent, DomText } from './nodes.ts'

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
