import { describe, expect, it } from 'vitest'
import { withoutCounters } from '../../../alerting/reader-counters.ts'

describe('lines that count readers', () => {
  it('are left out, and no other line', () => {
    expect(withoutCounters('通报\n阅读量： 1234\n来源：临江发布 浏览次数:56 次\n12人受伤')).toBe('通报\n\n\n12人受伤')
    expect(withoutCounters('欢迎评论\n3人受伤')).toBe('欢迎评论\n3人受伤')
  })

  it('take no second to seek before 200,000 blanks', () => {
    const text = `阅读${' '.repeat(200_000)}完`
    const from = performance.now()
    expect(withoutCounters(text)).toBe(text)
    expect(performance.now() - from).toBeLessThan(1000)
  })
})
