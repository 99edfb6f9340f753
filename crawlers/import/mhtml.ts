/** The page inside an MHTML file, as the browser saved it. */
export interface SavedPart {
  readonly bytes: Uint8Array
  readonly contentType: string | null
  readonly url: string | null
  /** `Date` of the file: when it was saved. */
  readonly savedAt: string | null
}

/** @throws RangeError when there is no page in it */
export function readMhtml(file: Uint8Array): SavedPart {
  // Latin-1 keeps each byte as one character, so that parts can be cut as text and read as bytes.
  const text = Buffer.from(file).toString('latin1')
  const head = headersOf(text)
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(head.headers.get('content-type') ?? '')?.[1]
  const location = head.headers.get('snapshot-content-location') ?? null
  const parts = boundary === undefined ? [text] : text.slice(head.end).split(`--${boundary}`).slice(1, -1)
  const pages = parts.flatMap((part) => {
    const { headers, end } = headersOf(part.replace(/^\r?\n/, ''))
    const contentType = headers.get('content-type') ?? null
    if (contentType === null || !/^text\/html|^application\/xhtml/i.test(contentType)) return []
    const body = part.replace(/^\r?\n/, '').slice(end)
    return [{ bytes: decoded(body, headers.get('content-transfer-encoding') ?? ''), contentType, url: headers.get('content-location') ?? null }]
  })
  const page = pages.find(({ url }) => url === location) ?? pages[0]
  if (page === undefined) throw new RangeError('这个 MHTML 文件里没有网页')
  return { ...page, url: page.url ?? location, savedAt: head.headers.get('date') ?? null }
}

function headersOf(text: string): { readonly headers: ReadonlyMap<string, string>; readonly end: number } {
  const blank = /\r?\n\r?\n/.exec(text)
  const end = blank === null ? text.length : blank.index + blank[0].length
  const lines = text
    .slice(0, blank?.index ?? text.length)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  const headers = lines.flatMap((line) => {
    const match = /^([\w-]+):\s*(.*)$/.exec(line)
    return match === null ? [] : [[(match[1] ?? '').toLowerCase(), (match[2] ?? '').trim()] as const]
  })
  return { headers: new Map(headers), end }
}

function decoded(body: string, encoding: string): Uint8Array {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64')
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'latin1')
  const plain = body.replace(/=\r?\n/g, '').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
