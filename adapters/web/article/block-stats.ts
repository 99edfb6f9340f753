import type { DomElement } from '../dom/element.ts'
import { isElement, type DomNode } from '../dom/nodes.ts'
import { countHan } from './lines.ts'

/** How much Chinese text a node holds and how much of it stands in links. */
export interface BlockStats {
  han: number
  linkedHan: number
  links: number
}

const unread = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'])

/** Stats of every element under a root in one walk, so that judging nested blocks costs nothing more. */
export function blockStats(root: DomElement): ReadonlyMap<DomNode, BlockStats> {
  const stats = new Map<DomNode, BlockStats>()
  gather(root, false, stats)
  return stats
}

/** Goes no deeper than a page may be nested. */
function gather(element: DomElement, isLinked: boolean, stats: Map<DomNode, BlockStats>): BlockStats {
  const isLink = element.nodeName === 'A'
  const own: BlockStats = { han: 0, linkedHan: 0, links: isLink ? 1 : 0 }
  stats.set(element, own)
  if (unread.has(element.nodeName)) return own
  for (let child = element.firstChild; child !== null; child = child.nextSibling) {
    const below = isElement(child) ? gather(child, isLinked || isLink, stats) : child.nodeType === 3 ? ofText(child, isLinked || isLink) : none
    own.han += below.han
    own.linkedHan += below.linkedHan
    own.links += below.links
  }
  return own
}

const none: BlockStats = { han: 0, linkedHan: 0, links: 0 }

function ofText(text: DomNode, isLinked: boolean): BlockStats {
  const han = countHan(text.textContent)
  return { han, linkedHan: isLinked ? han : 0, links: 0 }
}

/** Elements under a root, and the sum of their depths: what a reader pays that reads each element's whole text again. */
export function readingCost(root: DomNode): { readonly elements: number; readonly depths: number } {
  let [elements, depths] = [0, 0]
  const stack: { node: DomNode; depth: number }[] = [{ node: root, depth: 0 }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    depths += top.depth
    if (top.node.nodeType === 1) elements += 1
    for (let child = top.node.lastChild; child !== null; child = child.previousSibling) stack.push({ node: child, depth: top.depth + 1 })
  }
  return { elements, depths }
}

export function linkShare(stats: BlockStats | undefined): number {
  return stats === undefined || stats.han === 0 ? 1 : stats.linkedHan / stats.han
}

const sideBlocks = 'ul, ol, dl, div, table, section, aside, p'
const sideNames =
  /(^|[\s_-])(b?share|jiathis|social|related?|relevant|recommend|tuijian|xiangguan|hot-?news|read-?more|qr-?code|erweima|ewm|comments?|tool-?bar|tools?|crumbs?|breadcrumb|pagination|pager|copyright|disclaimer|shengming|keywords?|tags?)([\s_-]|$)/i

/** Removes from a body what stands in it but is not it: lists of links, share buttons, notices; never a block that is most of the text. */
export function dropSideBlocks(root: DomElement): void {
  const stats = blockStats(root)
  const whole = stats.get(root)?.han ?? 0
  for (const block of root.querySelectorAll(sideBlocks)) {
    const own = stats.get(block)
    if (own === undefined || own.han > whole * 0.4) continue
    const isLinkList = own.links >= 3 && linkShare(own) > 0.6
    const name = `${block.getAttribute('class') ?? ''} ${block.getAttribute('id') ?? ''}`
    if (isLinkList || sideNames.test(name)) block.remove()
  }
}
