import { parseHTML } from 'linkedom'
import type { DomDocument } from './dom.ts'
import { lighten } from './light-dom.ts'

lighten(parseHTML('<!doctype html><html><head></head><body></body></html>').document)

/** Beyond this nesting no page is written by people, and recursive readers overflow. */
const deepest = 500
const voidNames = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr', 'param'])
/** Their end tag may be left out, so counting them says nothing about depth. */
const selfEnding = new Set(['p', 'li', 'td', 'th', 'tr', 'dd', 'dt', 'option', 'tbody', 'thead', 'tfoot', 'html', 'head', 'body'])

/** A document of any HTML, even a fragment; null when it is nested deeper than anything readable. */
export function parsePage(text: string): DomDocument | null {
  const html = withoutStrayBrackets(text)
  if (nesting(html) > deepest) return null
  const isWhole = /<html[\s>]/i.test(html) && /<body[\s>]/i.test(html)
  const bare = isWhole ? '' : html.replace(/<!doctype[^>]*>|<\/?(html|body|head)\b[^>]*>/gi, '')
  const whole = isWhole ? html : `<!doctype html><html><head></head><body>${bare}</body></html>`
  return parseHTML(whole).document
}

const strayBracket = /<(?![a-z!?/])/gi
const mostStrayBrackets = 10_000

/** Each < that opens nothing makes a text node of its own; a page of nothing else would take gigabytes. */
function withoutStrayBrackets(html: string): string {
  let count = 0
  for (const _ of html.matchAll(strayBracket)) if (++count > mostStrayBrackets) return html.replace(strayBracket, '')
  return html
}

/** Deepest nesting of tags, by a single scan without building anything. */
function nesting(html: string): number {
  let [depth, most] = [0, 0]
  for (const match of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]{0,2000}?(\/?)>/gi)) {
    const name = (match[2] ?? '').toLowerCase()
    if (voidNames.has(name) || selfEnding.has(name) || match[3] === '/') continue
    depth = match[1] === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > most) most = depth
  }
  return most
}
