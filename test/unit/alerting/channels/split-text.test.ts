import { assert, constantFrom, integer, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutText, splitText, utf8Bytes } from '../../../../alerting/channels/split-text.ts'

const mark = /^（\d+\/\d+）\n/

describe('a text that is too long for one message', () => {
  test('is one message without a mark when it fits', () => {
    expect(splitText('一二三', { size: utf8Bytes, most: 9 })).toEqual(['一二三'])
  })

  test('comes in marked parts, lines whole', () => {
    expect(splitText('第一行文字很长很长\n第二行文字也很长\n第三行', { size: (text) => text.length, most: 21 })).toEqual([
      '（1/3）\n第一行文字很长很长\n',
      '（2/3）\n第二行文字也很长\n',
      '（3/3）\n第三行'
    ])
  })

  test('is never cut within a character, be it four bytes or several signs', () => {
    const family = '👨‍👩‍👧'
    for (const part of cutText(family.repeat(5), { size: utf8Bytes, most: 40 })) expect(part.replaceAll(family, '')).toBe('')
  })

  test('loses nothing and fits, whatever it is', () => {
    const text = string({
      unit: oneof(constantFrom('\n', '🚒', '一', 'a', '\r'), string({ minLength: 1, maxLength: 1 })),
      maxLength: 600
    })
    assert(
      property(text, integer({ min: 60, max: 200 }), (whole, most) => {
        const parts = splitText(whole, { size: utf8Bytes, most })
        for (const part of parts) expect(utf8Bytes(part)).toBeLessThanOrEqual(most)
        const [only = ''] = parts
        expect(parts.length === 1 ? only : parts.map((part) => part.replace(mark, '')).join('')).toBe(whole)
      })
    )
  })

  test('says so where there is no room at all', () => {
    expect(() => cutText('一', { size: utf8Bytes, most: 2 })).toThrow(RangeError)
  })
})
