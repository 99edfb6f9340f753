import type { DomElement } from '../dom/element.ts'
import type { DomNode } from '../dom/nodes.ts'

/** Elements that start and end a line. */
const blocks = new Set([
  'ADDRESS',
  'ARTICLE',
  'BLOCKQUOTE',
  'BODY',
  'CENTER',
  'DD',
  'DIV',
  'DL',
  'DT',
  'FIELDSET',
  'FIGCAPTION',
  'FIGURE',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'HEADER',
  'HR',
  'LI',
  'MAIN',
  'OL',
  'P',
  'PRE',
  'SECTION',
  'TABLE',
  'TBODY',
  'TD',
  'TFOOT',
  'TH',
  'THEAD',
  'TR',
  'UL',
  'FORM'
])
const unread = new Set([
  'SCRIPT',
  'STYLE',
  'NOSCRIPT',
  'TEMPLATE',
  'IFRAME',
  'OBJECT',
  'EMBED',
  'SVG',
  'CANVAS',
  'BUTTON',
  'SELECT',
  'TEXTAREA',
  'INPUT',
  'VIDEO',
  'AUDIO',
  'HEAD',
  'TITLE',
  'LINK',
  'META'
])
const sides = new Set(['NAV', 'ASIDE', 'FOOTER'])

export interface PageLine {
  readonly text: string
  /** Share of its characters that stand in links. */
  readonly linked: number
}

/** The readable lines under a node: a paragraph a line, blanks folded, scripts and (unless `withSides`) navigation left out. Iterative, so no page is too deep. */
export function linesOf(root: DomNode, withSides = false): string[] {
  return pageLines(root, withSides).map(({ text }) => text)
}

/** As linesOf, saying of each line how much of it is a link. A root that hides itself until a script has run is read all the same. */
export function pageLines(root: DomNode, withSides = false): PageLine[] {
  const lines: PageLine[] = []
  let [current, linked] = ['', 0]
  const endLine = () => {
    const text = current.replace(/[\s\u00a0\u3000\u200b\ufeff]+/g, ' ').trim()
    if (text !== '') lines.push({ text, linked: Math.min(1, linked / text.length) })
    current = ''
    linked = 0
  }
  const stack: (DomNode | 'end' | 'end-of-link')[] = [root]
  let links = 0
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node === 'end') {
      endLine()
    } else if (node === 'end-of-link') {
      links -= 1
    } else if (node.nodeType === 3) {
      const text = node.textContent ?? ''
      current += text
      if (links > 0) linked += text.trim().length
    } else if (node.nodeType === 1 || node.nodeType === 9 || node.nodeType === 11) {
      const name = node.nodeName
      if (name === 'BR') endLine()
      if (unread.has(name) || (!withSides && sides.has(name)) || (node !== root && isHidden(node as DomElement))) continue
      if (blocks.has(name)) {
        endLine()
        stack.push('end')
      }
      if (name === 'A') {
        links += 1
        stack.push('end-of-link')
      }
      for (let child = node.lastChild; child !== null; child = child.previousSibling) stack.push(child)
    }
  }
  endLine()
  return lines
}

function isHidden(element: DomElement): boolean {
  if (element.nodeType !== 1) return false
  const style = element.getAttribute('style')
  return element.hasAttribute('hidden') || (style !== null && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style))
}

/** All text under a node on one line. */
export function textOf(node: DomNode | null): string {
  return node === null ? '' : linesOf(node).join(' ')
}

/** Chinese characters in a text; counted by ranges, since a page asks for it at each of its nodes. */
export function countHan(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // The common block and its first extension, compatibility forms, 々 and 〇, and the leads of what stands beyond the first plane.
    if (code < 0x3005) continue
    if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xd840 && code <= 0xd88d)) count += 1
    else if (code === 0x3005 || code === 0x3007) count += 1
  }
  return count
}
