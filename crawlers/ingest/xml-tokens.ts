/** A tag or a text between tags, as it stands; names without their prefix. */
export type XmlToken =
  | { readonly kind: 'open' | 'empty'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

const longestToken = 2_000_000

/** The tokens of an XML part of a workbook, a chunk's at a time. No entities of its own are expanded: there are none to bring in. */
export async function* xmlTokens(content: AsyncIterable<Buffer>): AsyncGenerator<readonly XmlToken[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of content) {
    rest += decoder.decode(chunk, { stream: true })
    const tokens: XmlToken[] = []
    let from = 0
    for (;;) {
      const open = rest.indexOf('<', from)
      const close = open === -1 ? -1 : rest.indexOf('>', open)
      if (close === -1) break
      if (open > from) tokens.push({ kind: 'text', text: unescaped(rest.slice(from, open)) })
      const tag = tagOf(rest.slice(open + 1, close))
      if (tag !== null) tokens.push(tag)
      from = close + 1
    }
    rest = rest.slice(from)
    if (rest.length > longestToken) throw new RangeError('工作簿的 XML 已损坏')
    yield tokens
  }
}

function tagOf(inside: string): XmlToken | null {
  const match = /^(\/?)(?:[\w.-]+:)?([\w.-]+)([^]*?)(\/?)$/.exec(inside)
  if (match === null) return null
  const [, slash = '', name = '', attributes = '', empty = ''] = match
  if (slash !== '') return { kind: 'close', name }
  return { kind: empty === '' ? 'open' : 'empty', name, attributes }
}

/** An attribute by its name, prefix or not; null where it is absent. */
export function attribute(attributes: string, name: string): string | null {
  const match = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return match === null ? null : unescaped(match[1] ?? match[2] ?? '')
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** `_x000D_` is how Excel writes signs that XML cannot hold. */
function unescaped(text: string): string {
  if (!/[&_]/.test(text)) return text
  return text
    .replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
    })
    .replaceAll(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
