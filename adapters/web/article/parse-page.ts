import { DomDocument } from '../dom/document.ts'
import { parseInto, TooDeepError } from '../dom/parse-html.ts'

/** A document of any HTML, even a fragment; null when it is nested deeper than anything readable. */
export function parsePage(text: string): DomDocument | null {
  const html = withoutStrayBrackets(text)
  const isWhole = /<html[\s>]/i.test(html) && /<body[\s>]/i.test(html)
  const bare = isWhole ? '' : html.replace(/<!doctype[^>]*>|<\/?(html|body|head)\b[^>]*>/gi, '')
  const whole = isWhole ? html : `<!doctype html><html><head></head><body>${bare}</body></html>`
  const document = new DomDocument()
  try {
    parseInto(document, document, whole)
  } catch (error) {
    if (error instanceof TooDeepError) return null
    throw error
  }
  return document
}

const strayBracket = /<(?![a-z!?/])/gi
const mostStrayBrackets = 10_000

/** Each < that opens nothing makes a text node of its own; a page of nothing else would take gigabytes. */
function withoutStrayBrackets(html: string): string {
  let count = 0
  for (const _ of html.matchAll(strayBracket)) if (++count > mostStrayBrackets) return html.replace(strayBracket, '')
  return html
}
