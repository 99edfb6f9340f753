import type { DomElement, DomNode } from './dom.ts'

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
  'LINK',
  'META'
])
const sides = new Set(['NAV', 'ASIDE', 'FOOTER'])

/** The readable lines under a node: a paragraph a line, blanks folded, scripts and (unless `withSides`) navigation left out. Iterative, so no page is too deep. */
export function linesOf(root: DomNode, withSides = false): string[] {
  const lines: string[] = []
  let current = ''
  const endLine = () => {
    const line = current.replace(/[\s\u00a0\u3000\u200b\ufeff]+/g, ' ').trim()
    if (line !== '') lines.push(line)
    current = ''
  }
  const stack: (DomNode | 'end')[] = [root]
  while (stack.length > 0) {
    const node = stack.pop()
    if (node === undefined) break
    if (node === 'end') {
      endLine()
    } else if (node.nodeType === 3) {
      current += node.textContent ?? ''
    } else if (node.nodeType === 1 || node.nodeType === 9 || node.nodeType === 11) {
      const name = node.nodeName.toUpperCase()
      if (name === 'BR') endLine()
      if (unread.has(name) || (!withSides && sides.has(name)) || isHidden(node as DomElement)) continue
      if (blocks.has(name)) {
        endLine()
        stack.push('end')
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

export function countHan(text: string): number {
  return text.match(/\p{Script=Han}/gu)?.length ?? 0
}
