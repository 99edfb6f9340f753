import { describe, expect, test } from 'vitest'
import { bandsOf, jaccardOf, likeness, reaches, sketchOf } from '../../../pipeline/grouping/sketch.ts'

const notice = '天津市和平区南京路一栋居民楼今天起火，消防救援人员到场扑救，起火原因正在调查之中，附近道路临时管制。'
const other = '本周末文化中心举办春季读书会，市民可以通过公众号预约参加，现场还有非遗手工体验活动。'
const long = Array.from({ length: 60 }, (_, index) => `${String.fromCodePoint(0x4e00 + index * 37)}${notice.slice(index % 20)}`).join('')

function alike(a: string, b: string) {
  return likeness(sketchOf(null, a), sketchOf(null, b))
}

function sharedBands(a: string, b: string, rows: number): number {
  const bands = new Set(bandsOf(sketchOf(null, a), rows))
  return bandsOf(sketchOf(null, b), rows).filter((band) => bands.has(band)).length
}

describe('how alike two texts are', () => {
  test.each([
    [
      'the same in full width and traditional characters',
      notice,
      '天津市和平區南京路一棟居民樓今天起火，消防救援人員到場撲救，起火原因正在調查之中，附近道路臨時管制。',
      1
    ],
    ['forwarded with a chain, an emoticon and an address', notice, `[蜡烛]//@路人甲://@路人乙：${notice}http://t.example/abc`, 1],
    ['of two matters', notice, other, 0]
  ])('%s', (_, a, b, jaccard) => {
    expect(alike(a, b).jaccard).toBeCloseTo(jaccard, 1)
  })

  test('a copy that is cut short stands whole in the original', () => {
    const cut = alike(notice, notice.slice(0, 24))
    expect(cut.containment).toBeGreaterThan(0.95)
    expect(cut.jaccard).toBeLessThan(0.6)
  })

  test('a copy with another toll is hardly less alike', () => {
    expect(alike(`${notice}已有3人受伤。`, `${notice}已有5人受伤。`).jaccard).toBeGreaterThan(0.9)
  })

  test('is symmetric, and estimated closely where a text is longer than its sketch', () => {
    const half = long.slice(0, long.length / 2)
    expect(alike(long, half)).toEqual(alike(half, long))
    const exact = new Set(pairs(half)).size / new Set(pairs(long)).size
    expect(Math.abs(alike(long, half).jaccard - exact)).toBeLessThan(0.1)
  })

  test('of empty texts is nothing', () => {
    expect(alike('', notice)).toEqual({ jaccard: 0, containment: 0, shared: 0 })
    expect(bandsOf(sketchOf(null, '！？'), 2)).toEqual([])
  })
})

describe('bands', () => {
  test('are all shared by copies, mostly by what is hardly edited, and hardly by what is unlike', () => {
    expect(sharedBands(notice, `转发微博//@路人甲:${notice}`, 2)).toBeGreaterThan(16)
    expect(sharedBands(notice, `//@路人甲:${notice}`, 2)).toBe(32)
    expect(sharedBands(notice, other, 2)).toBeLessThanOrEqual(1)
  })

  test('are as many for a post of four words as for an article', () => {
    expect(bandsOf(sketchOf(null, '路边起火了'), 2)).toHaveLength(32)
    expect(sharedBands('南京路起火了', '南京路起火了！！', 2)).toBe(32)
  })
})

/** Letters only, as the sketch sees them. */
function pairs(text: string): string[] {
  const letters = text.replaceAll(/[^\p{L}\p{N}]/gu, '')
  return Array.from({ length: letters.length - 1 }, (_, at) => letters.slice(at, at + 2))
}

describe('whether two texts are so alike', () => {
  const texts = [notice, other, long, long.slice(300), `${long.slice(0, 900)}${other}`, notice.slice(0, 24), `${notice}${other}`, '']
  const sketches = texts.map((text) => sketchOf(null, text))
  const pairs = sketches.flatMap((a) => sketches.map((b) => [a, b] as const))

  test('is said as their likeness has it, for whole texts and for those longer than their sketch', () => {
    for (const [a, b] of pairs) {
      const { jaccard } = likeness(a, b)
      for (const asked of [0.05, 0.12, 0.35, 0.8, jaccard, jaccard + 0.001]) expect(reaches(a, b, asked)).toBe(jaccard >= asked)
    }
  })

  test('is never denied where so much of the shorter stands in the longer', () => {
    for (const [a, b] of pairs) expect(reaches(a, b, jaccardOf(likeness(a, b).containment, a, b))).toBe(true)
  })
})
