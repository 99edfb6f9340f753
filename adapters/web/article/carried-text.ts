import type { DomDocument } from '../dom/document.ts'
import { countHan, linesOf } from './lines.ts'
import { parsePage } from './parse-page.ts'

export interface CarriedText {
  readonly lines: readonly string[]
  /** Found by the name of a field only, not declared as the article's body. */
  readonly doubtful: boolean
}

const fewestHan = 30
const mostCharacters = 2_000_000
const declaredBody = /"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")/
/** Under which names the data of pages that a script draws carries an article's text. */
const field =
  /"(?:content|contentHtml|contents?_?html|articleContent|article_content|newsContent|body|bodyHtml|detail|richText|txt|text)"\s*:\s*("(?:[^"\\]|\\.)*")/gi

export interface PageScript {
  readonly isLinkedData: boolean
  readonly text: string
}

/** The scripts of a page, to be kept before Readability removes them. */
export function scriptsOf(document: DomDocument): readonly PageScript[] {
  return [...document.querySelectorAll('script')].map((script) => ({
    isLinkedData: script.getAttribute('type') === 'application/ld+json',
    text: (script.textContent ?? '').slice(0, mostCharacters)
  }))
}

/** The text of a page that a script draws, out of the data that it carries: schema.org's articleBody, else the longest Chinese text under a usual name. */
export function readCarriedText(scripts: readonly PageScript[]): CarriedText | null {
  for (const { isLinkedData, text } of scripts) {
    const lines = isLinkedData ? linesIn(declaredBody.exec(text)?.[1]) : null
    if (lines !== null) return { lines, doubtful: false }
  }
  let best: { readonly lines: readonly string[]; readonly han: number } | null = null
  for (const match of scripts.flatMap(({ text }) => [...text.matchAll(field)])) {
    const lines = linesIn(match[1])
    const han = lines === null ? 0 : countHan(lines.join(''))
    if (lines !== null && han > (best?.han ?? 0)) best = { lines, han }
  }
  return best === null ? null : { lines: best.lines, doubtful: true }
}

function linesIn(literal: string | undefined): readonly string[] | null {
  if (literal === undefined || literal.length < fewestHan) return null
  const value = unquoted(literal)
  if (value === null || countHan(value) < fewestHan) return null
  const document = /<[a-z!/]/i.test(value) ? parsePage(value) : null
  const lines = document === null ? value.split('\n').map((line) => line.trim()) : linesOf(document.body)
  return lines.filter((line) => line !== '')
}

/** A broken literal is passed over: a page's mistake is no error of ours. */
function unquoted(literal: string): string | null {
  try {
    const value: unknown = JSON.parse(literal)
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
