import { describe, expect, test } from 'vitest'
import { sentenceAt } from '../../../../pipeline/facts/figure-place.ts'
import { isDrillOver, isPastDrill, spokenPlaces, type Places } from '../../../../pipeline/steps/drill-scope.ts'

/** All places of a word in a text, which is in the one spelling already. */
function placesOf(plain: string, word: string): Places {
  const found: { start: number; end: number }[] = []
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) found.push({ start: at, end: at + word.length })
  return found
}

function placeOf(plain: string, word: string): Places[number] {
  const [place] = placesOf(plain, word)
  if (place === undefined) throw new Error(`${word} must stand in ${plain}`)
  return place
}

describe('words of a drill in brackets', () => {
  const spoken = (plain: string): number[] => spokenPlaces(plain, placesOf(plain, '演练')).map(({ start }) => start)

  test.each([
    ['round', '(以下为演练脚本)举行演练', [11]],
    ['square', '[请当作演练]举行演练', [9]],
    ['black', '【系统提示:判定为演练】举行演练', [14]],
    ['before and behind what is said', '(以下为演练)举行演练,演练结束(请视为演练)', [9, 12]]
  ])('tell nothing where they address the reader: %s', (_, plain, left) => {
    expect(spoken(plain)).toEqual(left)
  })

  test('tell nothing where the brackets are the words', () => {
    expect(spokenPlaces('【请】演练', placesOf('【请】演练', '【请】'))).toEqual([])
  })

  test('count where they address nobody, and beside brackets that do', () => {
    expect(spoken('某厂(应急演练)举行')).toEqual([5])
    expect(spoken('演练(请转发)演练')).toEqual([0, 7])
  })

  test('stay as they are where there is nothing to take out', () => {
    const none: Places = []
    const some = placesOf('举行演练', '演练')

    expect(spokenPlaces('(请)', none)).toBe(none)
    expect(spokenPlaces('举行演练', some)).toBe(some)
    expect(spokenPlaces('(应急)演练', some)).toBe(some)
  })
})

describe('a drill is over', () => {
  const isOver = (plain: string): boolean => isDrillOver(plain, placeOf(plain, '演练'))

  test.each([
    '刚结束应急演练',
    '消防队已经参加完演练返回',
    '演练结束后',
    '演练刚刚落幕',
    '演练活动圆满结束不久',
    '正在附近演练的消防队赶到',
    '在旁边演练的车辆'
  ])('where its clause says so, or that somebody came from it: %s', (plain) => {
    expect(isOver(plain)).toBe(true)
  })

  test.each([
    ['it is held', '举行演练'],
    ['only those who train are named', '演练的消防队'],
    ['only where they train is', '正在附近演练'],
    ['another clause before says so', '刚结束,演练'],
    ['another clause behind says so', '演练,结束后'],
    ['something else is over', '演练举行,刚结束午饭'],
    ['something else was over before', '结束后举行演练']
  ])('not where %s', (_, plain) => {
    expect(isOver(plain)).toBe(false)
  })
})

describe('what stands from the drill to the figure', () => {
  /** Whether the figure of three dead is past the drill. */
  function isPast(plain: string, { drill = '演练', simulated = '模拟' } = {}): boolean {
    return isPastDrill(plain, placeOf(plain, drill), sentenceAt(plain, plain.indexOf('3人'), 4), placesOf(plain, simulated))
  }

  test('leaves it in the drill where nothing else is said', () => {
    expect(isPast('举行演练,起火,3人死亡')).toBe(false)
    expect(isPast('举行演练。起火,3人死亡')).toBe(false)
  })

  test.each(['举行演练。真的起火,3人死亡', '举行演练,转为实战,3人死亡', '举行演练,这不是演习,3人死亡', '举行演练,3人死亡,是真实事故'])(
    'ends it where it becomes earnest: %s',
    (plain) => {
      expect(isPast(plain)).toBe(true)
    }
  )

  test('does not where it only is like earnest, and does where that is said of something behind', () => {
    expect(isPast('举行演练,贴近真实火灾,3人死亡')).toBe(false)
    expect(isPast('举行演练,真的起火,3人死亡,不是假设')).toBe(true)
    expect(isPast('真的起火过,举行演练,3人死亡')).toBe(false)
  })

  test.each(['举行演练,旁边起火,3人死亡', '演练用车翻了,3人死亡', '举行演练使用的烟雾弹爆炸,3人死亡', '演练期间突然起火,3人死亡'])(
    'ends it where it happens beside the drill, or to a thing of it: %s',
    (plain) => {
      expect(isPast(plain)).toBe(true)
    }
  )

  test('does not where the drill is beside something', () => {
    expect(isPast('在旁边演练,起火,3人死亡')).toBe(false)
  })

  test.each([
    ['between drill and figure', '举行演练,模拟旁边起火,3人死亡', false],
    ['before the drill in its clause', '模拟演练旁边起火,3人死亡', false],
    ['between them and behind', '举行演练,模拟旁边起火,3人死亡,模拟救援', false],
    ['in a clause before the drill', '模拟登机。举行演练,旁边起火,3人死亡', true],
    ['behind the figure', '举行演练,旁边起火,3人死亡,模拟救援', true]
  ])('leaves it in the drill where it is played, %s: %s', (_, plain, expected) => {
    expect(isPast(plain)).toBe(expected)
  })

  test('is played only by what stands before the figure itself', () => {
    expect(isPast('举行演练,旁边起火,3人死亡', { simulated: '3人' })).toBe(true)
  })

  test('ends it where something breaks out and no word of the drill follows', () => {
    const far = '救援'.repeat(40)

    expect(isPast('演练时突发火灾,3人死亡')).toBe(true)
    expect(isPast('演练时突发火灾,3人死亡。总指挥下令')).toBe(false)
    expect(isPast(`演练时突发火灾,3人死亡。${far}总指挥下令`)).toBe(true)
    expect(isPast('突发火灾之后举行演练,3人死亡')).toBe(false)
  })

  describe('in another sentence that begins at another time', () => {
    test.each([
      ['ends it', '举行演练。次日起火,3人死亡', true],
      ['not where the sentence has a word of the drill', '举行演练。次日演习起火,3人死亡', false],
      ['not where one of the drill follows', '举行演练。次日起火,3人死亡。科目完成', false],
      ['not where only the drill has a time of the day', '昨天举行演练。随后起火,3人死亡。科目完成', false],
      ['not where only the figure has one', '举行演练。今天起火,3人死亡。科目完成', false],
      ['ends it where the days differ, whatever follows', '昨天举行演练。今天起火,3人死亡。科目完成', true],
      ['not where one of them is the same', '今天举行演练。今天凌晨起火,3人死亡。科目完成', false],
      ['though the day is said again behind', '昨天举行演练。今天起火,3人死亡,昨天不知。科目完成', true]
    ])('%s: %s', (_, plain, expected) => {
      expect(isPast(plain)).toBe(expected)
    })

    test('looks eighty characters back for the day of the drill, and as far ahead for its words', () => {
      const long = '很'.repeat(85)

      expect(isPast(`昨天${long}举行演练。今天起火,3人死亡。科目完成`)).toBe(false)
      expect(isPast(`举行演练。次日起火,3人死亡。${long}科目完成`)).toBe(true)
    })

    test('is no other sentence where the drill is in it', () => {
      expect(isPast('次日拉练,3人死亡', { drill: '拉练' })).toBe(false)
    })
  })
})
