const alphabet = 'FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf'
const xorCode = 23_442_827_791_579n
const mask = 2_251_799_813_685_247n

/**
 * The mention id of a video or note by its address, the same as an import of MediaCrawler's files gives it; null for any other address.
 */
export function videoId(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { hostname, pathname } = new URL(url)
  const find = (host: string, pattern: RegExp): string | null =>
    hostname === host || hostname.endsWith(`.${host}`) ? (pattern.exec(pathname)?.[1] ?? null) : null
  const prefixed = (platform: string, id: string | null): string | null => (id === null ? null : `${platform}:${id}`)
  const bv = find('bilibili.com', /^\/video\/(BV1[0-9A-Za-z]{9})/)
  return (
    prefixed('douyin', find('douyin.com', /^\/(?:video|note)\/(\d+)/)) ??
    prefixed('kuaishou', find('kuaishou.com', /^\/short-video\/([\w-]+)/)) ??
    prefixed('bili', find('bilibili.com', /^\/video\/av(\d+)/)) ??
    prefixed('bili', bv === null ? null : avOf(bv)) ??
    prefixed('xhs', find('xiaohongshu.com', /^\/(?:explore|discovery\/item)\/([0-9a-f]+)/))
  )
}

/** The number that a BV id is another writing of; null where it holds a character that none has. */
function avOf(bv: string): string | null {
  const digits = bv.split('')
  ;[digits[3], digits[9]] = [digits[9] ?? '', digits[3] ?? '']
  ;[digits[4], digits[7]] = [digits[7] ?? '', digits[4] ?? '']
  let number = 0n
  for (const digit of digits.slice(3)) {
    const value = alphabet.indexOf(digit)
    if (value < 0) return null
    number = number * 58n + BigInt(value)
  }
  return ((number & mask) ^ xorCode).toString()
}
