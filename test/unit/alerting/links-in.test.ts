import { describe, expect, it } from 'vitest'
import { linksIn } from '../../../alerting/links-in.ts'

const base = 'https://example.gov.cn/list/'

describe('links in a page or feed', () => {
  it('are found in href and in link, with blanks and CDATA around, each once', () => {
    const text = '<a href="a.html">一</a><link>\n  <![CDATA[ https://example.gov.cn/b.html ]]></link><link>https://example.gov.cn/list/a.html</link>'
    expect(linksIn(text, base)).toEqual(['https://example.gov.cn/list/a.html', 'https://example.gov.cn/b.html'])
  })

  it('take no second to seek behind 200,000 blanks', () => {
    const from = performance.now()
    expect(linksIn(`<link>${' '.repeat(200_000)}<`, base)).toEqual([])
    expect(performance.now() - from).toBeLessThan(1000)
  })
})
