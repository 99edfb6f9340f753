import type { BlockStats } from './block-stats.ts'
import type { DomElement } from '../dom/element.ts'
import type { DomNode } from '../dom/nodes.ts'

/** What only the foot of a Chinese site says: who runs it and under which number. */
const footWords = /标识码|ICP备|ICP证|网安备|主办单位|承办单位|版权所有|Copyright|All Rights Reserved|举报电话|许可证编?号|Powered by/i
/** A foot is no longer than that and no larger a part of its page: an article may speak of 版权所有 too. */
const mostHan = 500
const mostOfPage = 0.4

/** Removes the foot of the page: the largest block around its words that is still small. For pages with little text, where it would pass for it. */
export function dropFoot(body: DomElement, stats: ReadonlyMap<DomNode, BlockStats>): void {
  const whole = stats.get(body)?.han ?? 0
  for (const node of textNodes(body)) {
    if (!footWords.test(node.textContent ?? '')) continue
    const foot = largestSmall(node, body, stats, Math.min(mostHan, whole * mostOfPage))
    if (foot !== null) foot.remove()
  }
}

function largestSmall(node: DomNode, body: DomElement, stats: ReadonlyMap<DomNode, BlockStats>, most: number): DomElement | null {
  let largest: DomElement | null = null
  for (let at = node.parentNode; at !== null && at !== body; at = at.parentNode) {
    if ((stats.get(at)?.han ?? 0) > most) break
    if (at.nodeType === 1) largest = at as DomElement
  }
  return largest
}

function textNodes(root: DomNode): DomNode[] {
  const found: DomNode[] = []
  const stack: DomNode[] = [root]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.nodeType === 3) found.push(top)
    for (let child = top.lastChild; child !== null; child = child.previousSibling) stack.push(child)
  }
  return found
}
