import { describe, expect, it } from 'vitest'
import { saysMissing } from '../../../alerting/published-text.ts'

function says(title: string | null, text: string): boolean {
  return saysMissing({ title, text, publishedAt: null, publishedPrecision: null, author: null, source: null, doubtful: false })
}

describe('a page that is shown instead of one that is gone', () => {
  it.each([
    ['提示', '您访问的页面不存在，可能已被删除，请返回首页查看其他内容。'],
    ['临江区人民政府', '很抱歉，您要查看的文章已被删除！\n返回首页'],
    [null, '【抱歉】该内容已删除。'],
    ['404 Not Found', 'nginx'],
    ['404错误', ''],
    ['页面不存在 - 临江区人民政府', '首页 政务公开']
  ])('is told by a line of its own: %s %s', (title, text) => {
    expect(says(title, text)).toBe(true)
  })

  it.each([
    ['辟谣', '网传内容不存在，发布者相关文章已删除。'],
    ['关于网传视频的说明', '经核实，该视频内容不存在，发布者已被处理。'],
    ['警情通报', '造谣者发布的文章已被删除'],
    ['该内容', '不存在次生灾害。'],
    [null, '文章已删除，发布者张某被行政拘留。']
  ])('is not a short text that says so of something else: %s %s', (title, text) => {
    expect(says(title, text)).toBe(false)
  })
})
