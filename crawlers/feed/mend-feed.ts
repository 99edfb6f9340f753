/** An XML feed taken apart: what stands around its items, and each of them as it is written. */
export interface TornFeed {
  /** The feed without its items, and with one of them. */
  wrap(item: string): string
  readonly items: readonly string[]
}

const longestItem = 500_000

/** Takes a feed apart that no parser reads as a whole, so that one broken item costs no other; null where there is no item to be seen. */
export function tearFeed(text: string): TornFeed | null {
  const root = /<(rss|feed|rdf:RDF)\b(?:[^>"']|"[^"]*"|'[^']*')*>/i.exec(text)
  if (root === null) return null
  const name = root[1] ?? ''
  const item = name.toLowerCase() === 'feed' ? 'entry' : 'item'
  const pieces = text.slice(root.index + root[0].length).split(new RegExp(`(?=<${item}(?:\\s[^>]*)?>)`, 'i'))
  const head = pieces[0] ?? ''
  const home = name.toLowerCase() === 'rss' ? (/<link>\s*[^<\s]+\s*<\/link>/i.exec(head)?.[0] ?? '') : ''
  const [before, after] = name.toLowerCase() === 'rss' ? [`${root[0]}<channel>${home}`, `</channel></${name}>`] : [root[0], `</${name}>`]
  const end = new RegExp(`</${item}\\s*>`, 'i')
  const items = pieces.slice(1).map((piece) => {
    const closed = end.exec(piece)
    return (closed === null ? piece : piece.slice(0, closed.index + closed[0].length)).slice(0, longestItem)
  })
  return items.length === 0 ? null : { wrap: (one) => `${before}${one}${after}`, items }
}

/** A `<` that begins no tag, and an `&` that begins no entity, as the characters that they were meant to be; what stands in CDATA may hold both. */
export function escapeBare(xml: string): string {
  return xml
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((piece) =>
      piece.startsWith('<![CDATA[')
        ? piece
        : piece.replace(/<(?![A-Za-z_/!?])/g, '&lt;').replace(/&(?!(?:[A-Za-z]\w{1,30}|#\d{1,7}|#x[\da-f]{1,6});)/gi, '&amp;')
    )
    .join('')
}
