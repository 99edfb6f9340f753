import { Readability } from '@mozilla/readability'
import { blockStats, dropSideBlocks, linkShare, readingCost, type BlockStats } from './block-stats.ts'
import { dropFoot } from './boilerplate.ts'
import { readCarriedText, scriptsOf } from './carried-text.ts'
import { fewestHanInContainer, findContainer } from './containers.ts'
import type { DomDocument } from '../dom/document.ts'
import type { DomElement } from '../dom/element.ts'
import type { DomNode } from '../dom/nodes.ts'
import { countHan, linesOf, textOf } from './lines.ts'
import { markedLines } from './marked-text.ts'
import { trimLines } from './trim-lines.ts'

export interface Body {
  readonly lines: readonly string[]
  /** 正文待核: found by a fallback, so a person should look before it is believed. */
  readonly doubtful: boolean
}

/** Readability's answer is believed with that many Chinese characters and that little of them in links; shorter, it may be a page's frame. */
const fewestHan = 60
const fewestHanAtAll = 8
const mostLinks = 0.3

/**
 * The article's body: by the source's selector, by the marks and containers of known content systems, by Readability, then, doubtful,
 * the densest block or the text that a page drawn by a script carries.
 */
export function readBody(document: DomDocument, html: string, title: string | null, selector: string | undefined): Body | null {
  const chosen = selector === undefined ? null : merged([...document.querySelectorAll(selector)])
  const sure = chosen ?? markedLines(document.body, html) ?? inContainer(document)
  if (sure !== null) return bodyOf(sure, title, false)
  const scripts = scriptsOf(document)
  const stats = blockStats(document.body)
  dropFoot(document.body, stats)
  const dense = densestBlock(document, stats)
  const denseLines = dense === null ? null : linesOf(dense.element)
  const readable = byReadability(document)
  const read = readable === null ? null : bodyOf(readable, title, false)
  if (read !== null && hanOf(read) >= fewestHan) return read
  const carried = readCarriedText(scripts)
  const guesses = [
    read === null ? null : { ...read, doubtful: true },
    denseLines === null ? null : bodyOf(denseLines, title, true),
    carried === null ? null : bodyOf(carried.lines, title, carried.doubtful)
  ]
  return guesses.reduce((best, guess) => (hanOf(guess) > hanOf(best) * muchLonger ? guess : best), null)
}

/** A later guess must hold clearly more text than an earlier one: what it holds more may be the page's frame. */
const muchLonger = 1.5

function hanOf(body: Body | null): number {
  return body === null ? 0 : countHan(body.lines.join(''))
}

function bodyOf(lines: readonly string[], title: string | null, doubtful: boolean): Body | null {
  const trimmed = trimLines(lines, title)
  return trimmed.length === 0 ? null : { lines: trimmed, doubtful }
}

function merged(elements: readonly DomElement[]): readonly string[] | null {
  const lines = elements.flatMap((element) => linesOf(element))
  return lines.length === 0 ? null : lines
}

function inContainer(document: DomDocument): readonly string[] | null {
  let rival: number | null = null
  const container = findContainer(document, () => (rival ??= densestBlock(document, blockStats(document.body))?.han ?? 0))
  return container === null ? null : bodyLines(container)
}

/** Real pages stay far below both; Readability takes seconds to minutes on pages made to exceed them. */
const mostElements = 12_000
const mostDepths = 400_000

function byReadability(document: DomDocument): readonly string[] | null {
  const cost = readingCost(document.body)
  if (cost.elements > mostElements || cost.depths > mostDepths) return null
  const reader = new Readability<DomElement>(document, {
    charThreshold: 200,
    serializer: (node: unknown) => node as DomElement
  })
  let content: DomElement | null
  try {
    content = reader.parse()?.content ?? null
  } catch {
    // A page that it cannot take apart is left to the fallback.
    return null
  }
  if (content === null || countHan(textOf(content)) < fewestHanAtAll || linkShare(blockStats(content).get(content)) >= mostLinks) return null
  return bodyLines(content)
}

function bodyLines(element: DomElement): readonly string[] {
  dropSideBlocks(element)
  return linesOf(element)
}

interface Dense {
  readonly element: DomElement
  readonly han: number
}

/** For short notices that Readability takes for navigation: the block that holds most unlinked Chinese text of its own. */
function densestBlock(document: DomDocument, stats: ReadonlyMap<DomNode, BlockStats>): Dense | null {
  let best: (Dense & { readonly score: number }) | null = null
  for (const element of document.querySelectorAll('article, main, section, div, td, body')) {
    const share = linkShare(stats.get(element))
    const han = countHan(paragraphText(element))
    const score = han * (1 - share)
    if (han >= fewestHanInContainer && share < mostLinks && (best === null || score > best.score)) best = { element, han, score }
  }
  return best
}

/** Text that stands in the element itself or in its own paragraphs, not in deeper blocks. */
function paragraphText(element: DomElement): string {
  let text = ''
  for (let child = element.lastChild; child !== null; child = child.previousSibling) {
    const name = child.nodeName
    if (child.nodeType === 3 || name === 'P' || name === 'SPAN' || name === 'FONT' || name === 'STRONG' || name === 'B')
      text += child.textContent ?? ''
  }
  return text
}
