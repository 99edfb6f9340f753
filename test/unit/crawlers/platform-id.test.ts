import { expect, test } from 'vitest'
import { platformId } from '../../../crawlers/platform-id.ts'

test.each([
  ['https://weibo.com/1234567890/z0JH2lOMb', 'weibo:3501756485200075'],
  ['https://weibo.com/1234567890/z0JH2lOMb?refer_flag=1001', 'weibo:3501756485200075'],
  ['https://m.weibo.cn/detail/3501756485200075', 'weibo:3501756485200075'],
  ['https://m.weibo.cn/status/z0JH2lOMb', 'weibo:3501756485200075'],
  ['https://www.weibo.com/u/1234567890', null],
  ['https://weibo.com/tv/show/1034:4992354120958017', null],
  ['https://s.weibo.com/weibo?q=x', null],
  ['https://evil-weibo.com/1234567890/z0JH2lOMb', null],
  ['https://tieba.baidu.com/p/9000000001?pn=2', 'tieba:9000000001'],
  ['https://tieba.baidu.com/f?kw=x', null],
  ['https://www.douyin.com/video/74', 'douyin:74'],
  ['临江', null]
])('%s is %s to whoever reads it', (url, id) => {
  expect(platformId(url)).toBe(id)
})
