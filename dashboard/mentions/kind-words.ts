import type { SourceKind } from '../../core/mention.ts'

export const kindWords = {
  portal: '门户网站', forum: '论坛', tieba: '贴吧', blog: '博客', weibo: '微博', wechat: '微信公众号', video: '视频', app: '客户端', newspaper: '报刊',
  broadcast: '广播电视', hotline: '热线', 'message-board': '留言板', 'hot-list': '热榜'
} as const satisfies Record<SourceKind, string>
