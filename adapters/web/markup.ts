/** Nobody writes pages that are nested deeper; a parser looks through all that is open at each further tag. */
const deepest = 1000
/** A page of 5 MB with a table of every bus stop of a city has fewer. */
const mostTags = 150_000
const mostAttributes = 1_000

/** Elements that have no end, or whose end is mostly left out: they nest nothing. */
const flat = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot colgroup option optgroup rt rp a body html head'.split(
    ' '
  )
)
/** Elements whose content is text, however much it looks like tags. */
const textual = new Set(['script', 'style', 'textarea', 'title', 'noscript', 'xmp', 'iframe'])

/**
 * Why a page would take a parser too long, or overflow its stack, before it is parsed: nested too deeply, too many tags, a tag with
 * thousands of attributes. Null for any page that a person wrote. One pass, some milliseconds a megabyte.
 */
export function markupFault(text: string): string | null {
  if (!/^\s*</.test(text.slice(0, 1000))) return null
  let depth = 0
  let tags = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      at = after(text, '-->', at + 4)
      continue
    }
    const isEnd = text.charCodeAt(at + 1) === 0x2f
    const name = nameAt(text, isEnd ? at + 2 : at + 1)
    if (name === '') {
      at += 1
      continue
    }
    tags += 1
    if (tags > mostTags) return `more than ${mostTags} tags`
    const tag = readTag(text, at)
    if (tag === null) return `more than ${mostAttributes} attributes on one tag`
    at = tag.end
    if (flat.has(name) || tag.isEmpty) continue
    if (isEnd) depth = Math.max(0, depth - 1)
    else if (textual.has(name)) at = endOfText(text, name, at)
    else if (++depth > deepest) return `nested deeper than ${deepest} elements`
  }
  return null
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at + mark.length
}

function nameAt(text: string, from: number): string {
  let at = from
  while (at - from < 40 && isNameCharacter(text.charCodeAt(at))) at += 1
  return text.slice(from, at).toLowerCase()
}

function isNameCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x3a
}

/** Where a tag ends; null when it has far too many attributes, which parsers compare with each other. */
function readTag(text: string, from: number): { readonly end: number; readonly isEmpty: boolean } | null {
  let attributes = 0
  let at = from + 1
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x3e) return { end: at + 1, isEmpty: text.charCodeAt(at - 1) === 0x2f }
    const isQuote = (code === 0x22 || code === 0x27) && text.charCodeAt(at - 1) === 0x3d
    if (isQuote) at = Math.max(at, after(text, text[at] ?? '', at + 1) - 1)
    else if ((code <= 0x20 || code === 0x2f) && text.charCodeAt(at + 1) > 0x20 && ++attributes > mostAttributes) return null
  }
  return { end: at, isEmpty: false }
}

const endTags = new Map([...textual].map((name) => [name, new RegExp(`</${name}`, 'gi')]))

function endOfText(text: string, name: string, from: number): number {
  const pattern = endTags.get(name)
  if (pattern === undefined) return from
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? text.length
}
