/** Pictures by their first bytes: the type that a stranger's server told is no proof. */
const pictures: readonly (readonly [type: string, begins: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/]
]

/** What would have the browser turn to another host before any policy is asked. */
const reaching = /<link(?=[\s/>])|x-dns-prefetch-control|http-equiv\s*=\s*["']?refresh/gi

/** Under which type kept bytes can be looked at; null where they are no web page, picture or text. */
export function evidenceKind(bytes: Uint8Array, told: string | null): string | null {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const picture = pictures.find(([, begins]) => begins.test(head))
  if (picture !== undefined) return picture[0]
  const isPage = /^text\/html|^application\/xhtml/i.test(told ?? '') || /<(?:!doctype html|html|head|body)[\s>]/i.test(head)
  if (isPage) return `text/html${charsetOf(told)}`
  return isText(bytes) ? 'text/plain; charset=utf-8' : null
}

/** A page in its own bytes, with what reaches for other hosts made words that mean nothing. The kept bytes stay as they are. */
export function stilled(bytes: Uint8Array): Buffer {
  // Latin 1 gives each byte back as it was, whatever the page is written in.
  const page = Buffer.from(bytes).toString('latin1')
  return Buffer.from(
    page.replace(reaching, (words) => `${words.slice(0, -1)}_`),
    'latin1'
  )
}

/** As the server told it; where it told none, the page itself does. */
function charsetOf(told: string | null): string {
  const charset = /charset\s*=\s*["']?([\w.:-]+)/i.exec(told ?? '')?.[1]
  return charset === undefined ? '' : `; charset=${charset}`
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\u0000')
  } catch {
    return false
  }
}
