import { describe, expect, test } from 'vitest'
import { opensReport, standsAsPlace } from '../../../../pipeline/names/bare-name.ts'

/** The name between the strokes. */
function read(text: string): { plain: string; name: { start: number; end: number } } {
  const [before = '', name = '', after = ''] = text.split('|')
  return { plain: before + name + after, name: { start: before.length, end: before.length + name.length } }
}

describe('a name that is a word too, with no place of ours near', () => {
  test.each(['|南开|一饭店起火', '|和平|一起车祸', '昨夜，|红桥|某小区停水', '|河东|3人被困', '|大港|突发爆炸', '|和平|两人受伤', '|河西|昨晚停电'])(
    'opens a report: %s',
    (text) => {
      const { plain, name } = read(text)
      expect(opensReport(plain, name)).toBe(true)
    }
  )

  test.each(['|和平|一直是', '|河西|一带一路', '|和平|谈判', '爱好|和平|一起努力', '在|南开|一饭店', '|和平|一样', '|南开|'])(
    'does not: %s',
    (text) => {
      const { plain, name } = read(text)
      expect(opensReport(plain, name)).toBe(false)
    }
  )
})

describe('beside a place of ours', () => {
  test.each(['在|河西|买房', '呼吁|和平|', '三十年|河东|', '|和平|谈判'])('is no place: %s', (text) => {
    const { plain, name } = read(text)
    expect(standsAsPlace(plain, name, false)).toBe(false)
  })

  test.each(['在|河西|的房子', '去|南开|', '，|红桥|、', '|河东|附近', '到|和平|，'])('is one: %s', (text) => {
    const { plain, name } = read(text)
    expect(standsAsPlace(plain, name, false)).toBe(true)
  })

  test('right behind it nearly anything may follow', () => {
    for (const text of ['|和平|买房', '|河西|隔壁']) expect(standsAsPlace(read(text).plain, read(text).name, true)).toBe(true)
    for (const text of ['|和平|发展论坛', '|河西|走廊', '|和平|示威']) expect(standsAsPlace(read(text).plain, read(text).name, true)).toBe(false)
  })
})
