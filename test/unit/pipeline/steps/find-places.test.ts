import { describe, expect, test } from 'vitest'
import type { Assessment, Place } from '../../../../core/assessment.ts'
import { lexiconWith } from '../../../support/step-parts.ts'
import { Jurisdiction } from '../../../../core/department.ts'
import { green, smallAssessor } from '../../../support/small-knowledge.ts'

const lexicon = lexiconWith({
  abroad: ['外媒', '当地时间'],
  world: ['巴黎', '布鲁塞尔港'],
  places: { known: [['三岔口']], streets: ['路', '大道'], suffixes: ['大厦', '河', '塔'] },
  kinds: { verb: ['开车'], noun: ['百货'] }
})
const words = ['巴黎', '布鲁塞尔港', '三岔口', '大厦', '百货', '嘉铭', '嘉铭河', '和平路', '开车', '外媒', '本市', '岭城', '中国']

/** A mention of a source that nobody knows, unless it is named. */
function assessed(text: string, { title = null as string | null, source = '某站', jurisdiction = green } = {}): Assessment {
  return smallAssessor({ lexicon, words, jurisdiction })({ title, text, source })
}

const found = (text: string, options: Parameters<typeof assessed>[1] = {}): string[] => assessed(text, options).places.map((place) => place.text)
const codes = (text: string, options: Parameters<typeof assessed>[1] = {}): (string | null)[] =>
  assessed(text, options).places.map(({ code }) => code)

/** Whether a rule that fires there is our business: it then is only a matter of where. */
const isOurs = (text: string, options: Parameters<typeof assessed>[1] = {}): boolean => assessed(`${text}。占道`, options).relevant

describe('what is a place', () => {
  test('a division with its code, and whether it is ours', () => {
    expect(assessed('东湖区和南坪区', { source: '青岭日报' }).places).toEqual([
      { text: '东湖区', offset: 0, code: '990101', name: '东湖区', level: 'district', ours: true },
      { text: '南坪区', offset: 4, code: '990102', name: '南坪区', level: 'district', ours: true }
    ])
    expect(assessed('在石桥', { title: '丹霞省' }).places).toEqual([
      { text: '丹霞省', offset: 0, field: 'title', code: '98', name: '丹霞省', level: 'province', ours: false },
      { text: '石桥', offset: 1, code: '9801', name: '石桥市', level: 'city', ours: false }
    ])
  })

  test.each([
    ['a well-known spot', '在三岔口', ['三岔口']],
    ['a city of the world', '在巴黎', ['巴黎']],
    ['a road', '和平路封闭', ['和平路']],
    ['a building', '嘉铭大厦停电', ['嘉铭大厦']],
    ['the longest of names inside each other', '东湖区', ['东湖区']],
    ['the names of an address one by one', '石桥市东湖区和平路', ['石桥市', '东湖区', '和平路']],
    ['no country of ours', '中国很大', []],
    ['no end of a division’s own name', '白塔镇', ['白塔镇']]
  ])('%s: %s', (_, text, names) => {
    expect(found(text)).toEqual(names)
  })

  test.each(Array.from('人籍军语话菜式车货裔杯版'))('not what is only of the place: 石桥%s', (character) => {
    expect(found(`石桥${character}`)).toEqual([])
    expect(found(`石桥市${character}`)).toEqual(['石桥市'])
  })

  test('not its time, and yes a long name whatever follows', () => {
    expect(found('石桥时间八点')).toEqual([])
    expect(found('巴黎人')).toEqual([])
    expect(found('街上的石桥人')).toEqual([])
    expect(found('街上的嘉铭大厦人')).toEqual([])
    expect(found('布鲁塞尔港人')).toEqual(['布鲁塞尔港'])
  })

  test.each(['石桥烤鸭', '石桥饭店', '石桥东路', '石桥北大街', '石桥道'])('not the beginning of another name: %s', (text) => {
    expect(codes(text)).not.toContain('9801')
    expect(isOurs(`青岭市，${text}，${text}`)).toBe(true)
  })

  test.each(['石桥道路封闭', '石桥里面', '石桥东边', '石桥'])('but yes in %s', (text) => {
    expect(codes(text)).toContain('9801')
  })

  test('not of the world either', () => {
    expect(found('巴黎饭店')).toEqual([])
  })

  test('not the title of a work', () => {
    expect(found('《石桥》')).toEqual([])
    expect(found('《某书》说石桥')).toEqual(['石桥'])
  })
})

describe('whose the place is', () => {
  test('ours by its code, elsewhere by any other', () => {
    expect(isOurs('青岭市')).toBe(true)
    expect(isOurs('南坪区')).toBe(true)
    expect(isOurs('石桥市')).toBe(false)
    expect(isOurs('街上')).toBe(false)
  })

  test('a province of ours is neither ours nor elsewhere', () => {
    expect(isOurs('云州省')).toBe(false)
    expect(isOurs('云州省，云州省，云州省，青岭市')).toBe(true)
  })

  test('a name in the title weighs as three in the text, on either side', () => {
    expect(isOurs('石桥市，石桥市，石桥市', { title: '青岭市' })).toBe(true)
    expect(isOurs('石桥市，石桥市，石桥市，石桥市', { title: '青岭市' })).toBe(false)
    expect(isOurs('青岭市，青岭市', { title: '石桥市' })).toBe(false)
    expect(isOurs('青岭市，青岭市，青岭市', { title: '石桥市' })).toBe(true)
  })

  test('words of abroad weigh for elsewhere', () => {
    expect(isOurs('青岭市')).toBe(true)
    expect(isOurs('青岭市，外媒，外媒')).toBe(false)
  })

  test.each([
    ['one', '青岭市，远山省平安市', true],
    ['two', '青岭市，远山省平安市，高原省安平县', false],
    ['a longer name', '青岭市，远山省大平安州，高原省安平县', false],
    ['no city behind it', '青岭市，远山省安静，高原省安静', true],
    ['a comma between', '青岭市，远山省，平安市，高原省，安平县', true],
    ['provinces that are known', '青岭市，云州省青岭市，云州省青岭市', true],
    ['not known in the title', '青岭市，青岭市', false]
  ])('a province that no gazetteer has is elsewhere: %s', (name, text, ours) => {
    expect(isOurs(text, { title: name.includes('title') ? '远山省平安市' : null })).toBe(ours)
  })

  test('a province at the very beginning is one', () => {
    expect(assessed('占道', { title: '远山省平安市' }).reasons.map(({ words: said }) => said)).toContain('地点主要在青岭市以外')
  })

  test.each([
    ['not where the text also says where they are', '石桥市籍男子，石桥籍女子，青岭市', true],
    ['not with the province before it', '丹霞省石桥市籍男子，丹霞省石桥市籍女子，青岭市', true],
    ['not by their register', '石桥户籍男子，石桥户籍女子，青岭市', true],
    ['yes where the word is another', '石桥市籍贯，石桥市籍贯，青岭市', false],
    ['yes where books are spoken of', '石桥市，石桥市，青岭市的书籍', false],
    ['yes beside where somebody else is from', '石桥市，石桥市，石桥市籍，青岭市', false],
    ['yes of a place that does not touch it', '丹霞省的石桥市籍，丹霞省的石桥市籍，青岭市', false]
  ])('where people are from speaks for elsewhere, %s', (_, text, ours) => {
    expect(isOurs(text)).toBe(ours)
  })

  test('where people are from says where it is if nothing else does', () => {
    expect(isOurs('石桥市籍男子', { source: '青岭日报' })).toBe(false)
  })

  test.each(['石桥市岭城路', '石桥市岭城公园', '石桥市岭城烤鸭'])('our own word is none in a name of another city: %s', (text) => {
    expect(isOurs(text)).toBe(false)
    expect(isOurs(text.replace('石桥市', '石桥市，'))).toBe(true)
  })

  test('our own words for it count, said once each', () => {
    const { relevant, reasons } = assessed('岭城，岭城，占道')

    expect(relevant).toBe(true)
    expect(reasons.map(({ words: said }) => said)).toContain('地点在青岭市(岭城)')
  })

  test('not where they stand in the name of a division', () => {
    expect(isOurs('岭城县')).toBe(false)
    expect(isOurs('岭城县，岭城')).toBe(true)
  })

  test('everywhere is ours for a national desk', () => {
    const national = { jurisdiction: Jurisdiction.parse({ id: 'national', name: '全国' }) }

    expect(assessed('石桥市和平路', national).places.map(({ ours }) => ours)).toEqual([true, true])
    expect(isOurs('石桥市', national)).toBe(true)
    expect(assessed('和平路', national).places[0]?.ours).toBe(true)
  })
})

describe('a source that reports on a place', () => {
  test('speaks of it unless the text says otherwise', () => {
    expect(isOurs('街上', { source: '青岭日报' })).toBe(true)
    expect(isOurs('街上', { source: '石桥日报' })).toBe(false)
    expect(isOurs('在石桥市', { source: '青岭日报' })).toBe(false)
    expect(isOurs('外媒', { source: '青岭日报' })).toBe(false)
  })

  test('is no more than one name, beside what the text names', () => {
    expect(isOurs('青岭市，石桥市，石桥市', { source: '青岭日报' })).toBe(false)
  })

  test('means by 本市 its own', () => {
    expect(assessed('本市', { source: '青岭日报' }).places).toMatchObject([{ text: '本市', code: '9901', name: '青岭市', ours: true }])
    expect(assessed('本市', { source: '石桥日报' }).places).toMatchObject([{ text: '本市', code: '9801', ours: false }])
    expect(assessed('本市').places).toEqual([])
    expect(codes('我区', { source: '东湖发布' })).toEqual(['990101'])
    expect(codes('我区', { source: '青岭日报' })).toEqual([])
  })

  test('and 本市 speaks for us in our own papers alone', () => {
    expect(isOurs('本市，石桥市', { source: '青岭日报' })).toBe(true)
    expect(isOurs('青岭市，本市，本市', { source: '石桥日报' })).toBe(false)
    expect(isOurs('青岭市，石桥市，本市')).toBe(true)
    expect(isOurs('本市')).toBe(false)
  })

  test('counts 本市 once, and says it', () => {
    const { relevant, reasons } = assessed('本市，石桥市，石桥市，占道', { source: '青岭日报' })

    expect(relevant).toBe(false)
    expect(assessed('我委，占道', { source: '青岭日报' }).reasons.map(({ words: said }) => said)).toContain('地点在青岭市(我委)')
    expect(reasons.map(({ words: said }) => said)).toContain('「本市」读作青岭市(9901)，按来源所在地')
  })
})

describe('which of several divisions of a name is meant', () => {
  test('the one whose city the text names beyond doubt', () => {
    expect(codes('石桥市东湖区')).toEqual(['9801', '980101'])
    expect(codes('青岭市东湖区')).toEqual(['9901', '990101'])
  })

  test('else that of the source, else ours', () => {
    expect(codes('东湖区', { source: '石桥日报' })).toEqual(['980101'])
    expect(codes('东湖区')).toEqual(['990101'])
  })

  test('and the reasons say so', () => {
    expect(
      assessed('石桥市东湖区占道')
        .reasons.filter(({ step }) => step === 'find-places')
        .map(({ words: said }) => said)
    ).toEqual(['青岭市以外的地名：石桥市、东湖区', '「东湖区」读作东湖区(980101)，按文中的上级地名'])
    expect(assessed('青岭市占道').reasons.find(({ step }) => step === 'find-places')?.words).toBe('在青岭市的地名：青岭市')
  })
})

describe('a road or building', () => {
  const spot = (text: string): Place | undefined => assessed(text).places.find(({ code }) => code === null)

  test('has no code, and is ours where the text names us and nobody else', () => {
    expect(spot('青岭市和平路')).toEqual({ text: '和平路', offset: 3, code: null, name: null, level: null, ours: true })
    expect(spot('石桥市和平路')?.ours).toBe(false)
    expect(spot('青岭市和石桥市和平路')?.ours).toBe(false)
    expect(spot('和平路')?.ours).toBe(false)
  })

  test('may be named after a city', () => {
    expect(found('石桥路')).toEqual(['石桥路'])
  })

  test('does not cut a division', () => {
    expect(found('嘉铭白塔镇')).toEqual(['白塔镇'])
  })
})
