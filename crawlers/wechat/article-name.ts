/** What an article of an official account is known by, however it is linked. */
export interface ArticleName {
  /** `biz:mid:idx`, or `s:…` of a short link. */
  readonly key: string
  /** Without what only follows the reader (chksm, scene, sessionid …). */
  readonly url: string
}

/** Null for what is no link to an article. */
export function articleName(link: string): ArticleName | null {
  if (!URL.canParse(link)) return null
  const url = new URL(link.replaceAll('&amp;', '&'))
  if (url.hostname === 'mp.weixin.qq.com') url.protocol = 'https:'
  const short = /^\/s\/([\w-]{6,})\/?$/.exec(url.pathname)?.[1]
  if (short !== undefined) return { key: `s:${short}`, url: `${url.origin}/s/${short}` }
  const { searchParams } = url
  const [biz, mid, idx, sn] = ['__biz', 'mid', 'idx', 'sn'].map((name) => searchParams.get(name))
  if (url.pathname !== '/s' || !biz || !mid || !idx) return null
  const asked = new URLSearchParams({ __biz: biz, mid, idx, ...(sn ? { sn } : {}) })
  return { key: articleKey({ biz, mid, idx }), url: `${url.origin}/s?${asked.toString()}` }
}

export function articleKey({ biz, mid, idx }: { readonly biz: string; readonly mid: string; readonly idx: string }): string {
  return `${biz}:${mid}:${idx}`
}
