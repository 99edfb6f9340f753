import { everydayShare } from './everyday-characters.ts'
import { UnknownCharsetError } from './errors.ts'
import { decodeHz } from './hz.ts'

export interface Decoded {
  readonly text: string
  readonly charset: string
}

const utf8Aliases = new Set(['utf8', 'utf-8', 'utf_8', 'utf8mb4', 'unicode-1-1-utf-8'])
const chineseAliases = new Set([
  'gb2312',
  'gbk',
  'gb18030',
  'gb-2312',
  'gb_2312',
  'gb_2312-80',
  'cp936',
  'ms936',
  'x-gbk',
  'csgb2312',
  'chinese',
  'euc-cn',
  'windows-936'
])
/** What servers send when nobody configured them; says nothing of the bytes. */
const defaultLabels = new Set(['iso-8859-1', 'latin1', 'windows-1252', 'us-ascii', 'ascii'])
const headBytes = 4096

/**
 * Decodes bytes as text by BOM, then the header's charset, then the page's own declaration, then by trial. Null when the bytes
 * are no text. A declaration that the bytes contradict loses: pages that declare gb2312 but are stored as UTF-8 are common.
 * @throws UnknownCharsetError for an unknown label, unless a BOM or valid UTF-8 decides.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): Decoded | null {
  const marked = byMark(bytes)
  if (marked !== null) return marked
  if (!isTextual(contentType)) return null
  const header = labelIn(contentType ?? '')
  const wide = wideLabel(bytes, header)
  if (wide !== null) return { text: new TextDecoder(wide).decode(bytes), charset: wide }
  if (looksBinary(bytes)) return null
  const inside = declaredInside(bytes)
  const declared = header !== null && !defaultLabels.has(header) ? header : inside
  if (declared !== null && hzLabels.has(declared)) return { text: decodeHz(bytes), charset: 'hz-gb-2312' }
  const strict = strictUtf8(bytes)
  if (strict !== null && isAccident(strict)) return byTrial(bytes, inside)
  if (declared === null || utf8Aliases.has(declared)) return strict === null ? byTrial(bytes, inside) : { text: strict, charset: 'utf-8' }
  if (strict !== null && isPlainlyUtf8(bytes, strict, declared)) return { text: strict, charset: 'utf-8' }
  return { text: decoderFor(declared).decode(bytes), charset: nameOf(declared) }
}

const hzLabels = new Set(['hz-gb-2312', 'hz'])

/** UTF-16 without a mark: by its header, or because the page begins with < in two bytes. */
function wideLabel(bytes: Uint8Array, header: string | null): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = [bytes[0], bytes[1]]
  if (first === 0x3c && second === 0) return 'utf-16le'
  if (first === 0 && second === 0x3c) return 'utf-16be'
  const isWide = looksBinary(bytes) && header !== null && header.startsWith('utf-16') && bytes.length % 2 === 0
  return isWide ? (header === 'utf-16be' ? 'utf-16be' : 'utf-16le') : null
}

function byMark(bytes: Uint8Array): Decoded | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { text: new TextDecoder('utf-8').decode(bytes), charset: 'utf-8' }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), charset: 'utf-16le' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), charset: 'utf-16be' }
  if (bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33) {
    return { text: new TextDecoder('gb18030').decode(bytes.subarray(4)), charset: 'gb18030' }
  }
  return null
}

function isTextual(contentType: string | null): boolean {
  if (contentType === null || contentType.trim() === '') return true
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  return /^text\/|[/+](json|xml|javascript|x-javascript|ld\+json|feed\+json|xhtml\+xml)$|^application\/(octet-stream|x-ndjson)$/.test(type)
}

function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 1024).includes(0)
}

function labelIn(contentType: string): string | null {
  return /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? null
}

function declaredInside(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headBytes)).toString('latin1')
  const xml = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1]
  const meta = /<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head.replace(/<!--[\s\S]*?-->/g, ''))?.[1]
  const label = (xml ?? meta)?.toLowerCase() ?? null
  // A label that could be read as ASCII cannot be UTF-16 (HTML standard, "prescan a byte stream").
  return label === null || defaultLabels.has(label) ? null : label.startsWith('utf-16') ? 'utf-8' : label
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> {
  if (chineseAliases.has(label)) return new TextDecoder('gb18030')
  try {
    return new TextDecoder(label)
  } catch {
    throw new UnknownCharsetError(label)
  }
}

function nameOf(label: string): string {
  return chineseAliases.has(label) ? 'gb18030' : label
}

/**
 * Valid UTF-8 with characters beyond ASCII under another label. A few GBK characters are valid UTF-8 by accident (联通 is the
 * famous pair), so a short text needs the declared charset to fail as well.
 */
function isPlainlyUtf8(bytes: Uint8Array, strict: string, declared: string): boolean {
  const beyondAscii = bytes.reduce((count, byte) => count + (byte > 0x7f ? 1 : 0), 0)
  if (beyondAscii === 0 || beyondAscii >= 60) return true
  let asDeclared: string
  try {
    asDeclared = decoderFor(declared).decode(bytes)
  } catch {
    return true
  }
  return asDeclared.includes('\ufffd') || everydayShare(strict) > everydayShare(asDeclared)
}

const mostMarks = 0.3

/** A few Chinese words in GBK are valid UTF-8 by accident; as such they are marks without a letter to stand on. */
function isAccident(strict: string): boolean {
  const beyond = beyondAscii(strict.slice(0, 20_000), mostAccidental + 1)
  if (beyond === '' || beyond.length > mostAccidental) return false
  return beyond.replace(/[^\p{M}\p{Lm}\p{Cn}\p{Sk}]/gu, '').length / beyond.length > mostMarks
}

const mostAccidental = 60

/** The first so many units of a text that are not ASCII. */
function beyondAscii(text: string, most: number): string {
  let beyond = ''
  for (let at = 0; at < text.length && beyond.length < most; at++) if (text.charCodeAt(at) > 0x7f) beyond += text[at]
  return beyond
}

/** Where the page's own declaration reads about as well as another charset, it is right. */
const declaredBonus = 0.1
/** A charset that nobody declares is believed only of what reads like Chinese. */
const leastEveryday = 0.5

/**
 * What is no valid UTF-8, or only by accident: cut off at the end, a broken character, or another charset after all. Of what the page declares
 * itself, GB18030 and Big5 the one that gives most everyday characters.
 */
function byTrial(bytes: Uint8Array, inside: string | null): Decoded {
  const lossy = new TextDecoder('utf-8').decode(bytes)
  const own = inside === null || utf8Aliases.has(inside) || !isKnown(inside) ? [] : [inside]
  let best = { text: lossy, charset: 'utf-8', score: isAccident(lossy) ? 0 : scoreOf(lossy) }
  for (const label of new Set([...own.map(nameOf), 'gb18030', 'big5'])) {
    const text = decoderFor(label).decode(bytes)
    const isOwn = own.length > 0 && label === nameOf(own[0] ?? '')
    if (!isOwn && everydayShare(text) < leastEveryday) continue
    const score = scoreOf(text) + (isOwn ? declaredBonus : 0)
    if (score > best.score) best = { text, charset: label, score }
  }
  return { text: best.text, charset: best.charset }
}

/** Everyday characters among those beyond ASCII, less what could not be decoded. */
function scoreOf(text: string): number {
  const beyond = text.replace(/\p{ASCII}/gu, '').length
  return beyond === 0 ? 0 : everydayShare(text) - (2 * (text.split('\ufffd').length - 1)) / beyond
}

function isKnown(label: string): boolean {
  try {
    decoderFor(label)
    return true
  } catch {
    return false
  }
}
