import { videoId } from './video/video-name.ts'
import { weiboPostId } from './weibo/post-name.ts'

/** The mention id by which the crawlers and imports of its platform know what stands at an address; null where the address is all there is. */
export function platformId(url: string): string | null {
  return videoId(url) ?? weiboPostId(url) ?? tiebaThreadId(url)
}

function tiebaThreadId(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { hostname, pathname } = new URL(url)
  const tid = hostname === 'tieba.baidu.com' ? /^\/p\/(\d+)\/?$/.exec(pathname)?.[1] : undefined
  return tid === undefined ? null : `tieba:${tid}`
}
