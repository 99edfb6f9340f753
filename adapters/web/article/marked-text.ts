import type { DomNode } from '../dom/nodes.ts'
import { countHan, pageLines, type PageLine } from './lines.ts'

/** Comments that templates of content systems leave around the text (方正翔宇, 大汉, TRS), as they begin; each ends with its own word for the end. */
const beginnings: readonly { readonly begin: RegExp; readonly end: RegExp }[] = [
  { begin: /^\s*enpcontent\s*$/i, end: /^\s*\/enpcontent\s*$/i },
  { begin: /^\s*<\$\[信息内容\]>begin/i, end: /^\s*<\$\[信息内容\]>end/i },
  { begin: /^\s*ZJEG_RSS\.content\.begin/i, end: /^\s*ZJEG_RSS\.content\.end/i },
  { begin: /^\s*TRS_Editor\s*$/i, end: /^\s*\/TRS_Editor\s*$/i }
]
/** Most pages have none, and looking through the HTML is much faster than walking it. */
const anyMark = /<!--\s*(enpcontent|<\$\[信息内容\]>begin|ZJEG_RSS\.content\.begin|TRS_Editor)|"contentstart"/i
const fewestHan = 8
const mostLinked = 0.3

/**
 * The lines between the marks that a content system's template leaves around the text: comments, or 开普's ContentStart and ContentEnd.
 * Null where there are none or where they hold no text.
 */
export function markedLines(root: DomNode, html: string): readonly string[] | null {
  if (!anyMark.test(html)) return null
  let end: ((node: DomNode) => boolean) | null = null
  let lines: PageLine[] = []
  const stack: DomNode[] = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (end?.(node) === true) {
      if (reads(lines)) return lines.map(({ text }) => text)
      end = null
      lines = []
    }
    const opened: ((other: DomNode) => boolean) | null = end === null ? endFor(node) : null
    if (opened !== null) {
      end = opened
    } else if (end !== null && !holds(node, end)) {
      lines.push(...pageLines(node))
      continue
    }
    for (let child = node.lastChild; child !== null; child = child.previousSibling) stack.push(child)
  }
  return null
}

function endFor(node: DomNode): ((node: DomNode) => boolean) | null {
  if (node.nodeType === 8) {
    const known = beginnings.find(({ begin }) => begin.test(node.textContent ?? ''))
    return known === undefined ? null : (other) => other.nodeType === 8 && known.end.test(other.textContent ?? '')
  }
  return metaName(node) === 'contentstart' ? (other) => metaName(other) === 'contentend' : null
}

function metaName(node: DomNode): string | null {
  if (node.nodeName !== 'META') return null
  return (node as unknown as { getAttribute(name: string): string | null }).getAttribute('name')?.toLowerCase() ?? null
}

/** The end stands inside: broken templates close a block that they did not open. */
function holds(node: DomNode, isEnd: (node: DomNode) => boolean): boolean {
  const stack: DomNode[] = [node]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (isEnd(top)) return true
    for (let child = top.lastChild; child !== null; child = child.previousSibling) stack.push(child)
  }
  return false
}

function reads(lines: readonly PageLine[]): boolean {
  const han = lines.map(({ text }) => countHan(text)).reduce((sum, count) => sum + count, 0)
  const linked = lines.map(({ text, linked: share }) => countHan(text) * share).reduce((sum, count) => sum + count, 0)
  return han >= fewestHan && linked < han * mostLinked
}
