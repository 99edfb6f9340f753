const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Four letters of a short id stand for seven figures of the long one. */
const letters = 4
const figures = 7

/** The mention id of a post by any of its addresses, the same as the crawler gives it; null for any other address. */
export function weiboPostId(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { hostname, pathname } = new URL(url)
  if (!/^(?:www\.|m\.)?weibo\.(?:com|cn)$/.test(hostname)) return null
  const name = /^\/(?:detail|status|statuses|\d{6,})\/(\d{14,20}|[0-9a-zA-Z]{8,10})\/?$/.exec(pathname)?.[1]
  if (name === undefined) return null
  const mid = /^\d{14,20}$/.test(name) ? name : longId(name)
  return mid === null ? null : `weibo:${mid}`
}

/** `z0JH2lOMb` is 3501756485200075. */
function longId(short: string): string | null {
  let long = ''
  for (let end = short.length; end > 0; end -= letters) {
    let value = 0
    for (const letter of short.slice(Math.max(0, end - letters), end)) value = value * digits.length + digits.indexOf(letter)
    const part = String(value)
    if (part.length > figures) return null
    long = `${end > letters ? part.padStart(figures, '0') : part}${long}`
  }
  return long
}
