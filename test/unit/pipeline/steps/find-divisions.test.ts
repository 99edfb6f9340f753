import { describe, expect, test } from 'vitest'
import { Jurisdiction } from '../../../../core/department.ts'
import { GazetteerEntry } from '../../../../core/lexicon.ts'
import { Vocabulary } from '../../../../pipeline/rules/vocabulary.ts'
import type { Division } from '../../../../pipeline/steps/explain-places.ts'
import { findDivisions, type Divisions } from '../../../../pipeline/steps/find-divisions.ts'
import { listedWords } from '../../../support/listed-words.ts'

/** 青岭市 of 云州省 is ours; 石桥市 of 丹霞省 with 翠屏县 is elsewhere. */
const gazetteer = [
  { code: '99', name: '云州省', level: 'province' },
  { code: '9901', name: '青岭市', level: 'city', aliases: ['青岭'] },
  { code: '990101', name: '东湖区', level: 'district', bare: ['东湖'] },
  { code: '990102', name: '南坪区', level: 'district', aliases: ['南坪'], bare: ['新港'] },
  { code: '990101001', name: '白塔街', level: 'street', shared: ['友谊路', '翠屏'] },
  { code: '990102001', name: '云岭街', level: 'street', aliases: ['滨江道', '岭城道'], shared: ['友谊路', '长虹'] },
  { code: '98', name: '丹霞省', level: 'province' },
  { code: '9801', name: '石桥市', level: 'city', aliases: ['石桥'] },
  { code: '980101', name: '翠屏县', level: 'district', aliases: ['翠屏'] }
].map((entry) => GazetteerEntry.parse(entry))
const names = gazetteer.flatMap(({ name, aliases, shared = [], bare = [] }) => [name, ...aliases, ...shared, ...bare])
const green = Jurisdiction.parse({ id: 'green', name: '青岭市', codes: ['9901'], words: ['岭城'] })
const national = Jurisdiction.parse({ id: 'national', name: '全国' })

interface Given {
  readonly region?: string | null
  readonly jurisdiction?: Jurisdiction
}

function reading({ jurisdiction = green }: Given): { divisions: Divisions; find: ReturnType<Vocabulary['finder']> } {
  const vocabulary = new Vocabulary()
  const divisions = findDivisions({ gazetteer, jurisdiction, vocabulary })
  return { divisions, find: vocabulary.finder(listedWords(...names)) }
}

/** Where the word stands, if it does. */
function placesOf(text: string, word: string): { start: number; end: number }[] {
  const start = text.indexOf(word)
  return start < 0 ? [] : [{ start, end: start + word.length }]
}

/** Divisions named in a text in the one spelling; 本地 is a word of ours and 外媒 one of abroad. */
function named(text: string, given: Given = {}): Division[] {
  const { divisions, find } = reading(given)
  const beside = { region: given.region ?? null, own: placesOf(text, '本地'), abroad: placesOf(text, '外媒') }
  return divisions.named(text, find(text), beside)
}

/** The names as they stand, with the code of the division and how that was told. */
const told = (text: string, given: Given = {}): string[] =>
  named(text, given).map(({ start, end, entry, by }) => `${text.slice(start, end)} ${entry.code} ${by}`)
const ours = '青岭市 9901 only'
const bridge = '石桥市 9801 only'

describe('a name that no other place has', () => {
  test('is the division, in the order of the text, ours or elsewhere', () => {
    expect(named('石桥市和东湖区')).toMatchObject([
      { start: 0, end: 3, entry: { code: '9801' }, ours: false, elsewhere: true, by: 'only' },
      { start: 4, end: 7, entry: { code: '990101' }, ours: true, elsewhere: false, by: 'only' }
    ])
    expect(named('没有地名')).toEqual([])
  })

  test('of what we lie in is neither ours nor elsewhere, and all is ours for a national desk', () => {
    expect(named('云州省')).toMatchObject([{ ours: false, elsewhere: false }])
    expect(named('石桥市', { jurisdiction: national })).toMatchObject([{ ours: true, elsewhere: false }])
  })

  test.each([
    ['a road elsewhere', '石桥路', []],
    ['a building elsewhere', '石桥饭店', []],
    ['a building called after our city', '青岭大厦', []],
    ['a road called after our district', '南坪路', []],
    ['a building in our district, which is there', '南坪小区', ['南坪 990102 only']],
    ['a park called after a county elsewhere', '翠屏公园', []],
    ['a park called after a city elsewhere, which is there', '石桥公园', ['石桥 9801 only']],
    ['a park of our district', '南坪公园', ['南坪 990102 only']],
    ['the county in full', '翠屏县公园', ['翠屏县 980101 only']],
    ['the county itself', '翠屏停电', ['翠屏 980101 only']]
  ])('may be part of another name: %s, %s', (_, text, expected) => {
    expect(told(text)).toEqual(expected)
  })

  test('of a building says nothing to a national desk', () => {
    expect(told('南坪小区', { jurisdiction: national })).toEqual([])
  })
})

describe('a name of ours that stands with another city is of that city', () => {
  test.each([
    ['a park', '石桥市南坪公园', [bridge]],
    ['a road by its other name', '石桥市滨江道', [bridge]],
    ['the city in brackets behind it', '滨江道(石桥市)', [bridge]]
  ])('%s: %s', (_, text, expected) => {
    expect(told(text)).toEqual(expected)
  })

  test.each([
    ['no thing is called after it', '石桥市南坪很大', [bridge, '南坪 990102 only']],
    ['it is said in full', '石桥市云岭街', [bridge, '云岭街 990102001 only']],
    ['our city is in the name', '石桥市岭城道', [bridge, '岭城道 990102001 only']],
    ['the city does not stand with it', '石桥市,滨江道', [bridge, '滨江道 990102001 only']],
    ['it is our own city', '青岭市滨江道', [ours, '滨江道 990102001 only']]
  ])('not where %s: %s', (_, text, expected) => {
    expect(told(text)).toEqual(expected)
  })
})

describe('a name that other places share', () => {
  test('says nothing by itself', () => {
    expect(told('长虹停电')).toEqual([])
  })

  test('is ours near a place of ours, in the order of the text', () => {
    expect(told('青岭市,长虹停电')).toEqual([ours, '长虹 990102001 near'])
    expect(told('长虹停电,青岭市')).toEqual(['长虹 990102001 near', ours])
    expect(told('长虹停电,本地')).toEqual(['长虹 990102001 near'])
  })

  test('not where a place of elsewhere is nearer', () => {
    expect(told('石桥市长虹,青岭市')).toEqual([bridge, ours])
    expect(told('石桥市,长虹,青岭市')).toEqual([bridge, '长虹 990102001 near', ours])
    expect(told('外媒长虹,青岭市')).toEqual([ours])
  })

  test('not farther than four hundred characters', () => {
    expect(told(`青岭市${'很'.repeat(399)}长虹`)).toEqual([ours, '长虹 990102001 near'])
    expect(told(`青岭市${'很'.repeat(400)}长虹`)).toEqual([ours])
  })

  test('is ours in a source of ours, not in one of elsewhere', () => {
    expect(told('长虹停电', { region: '9901' })).toEqual(['长虹 990102001 source'])
    expect(told('长虹停电', { region: '9801' })).toEqual([])
    expect(told('青岭市,长虹停电', { region: '9801' })).toEqual([ours, '长虹 990102001 near'])
  })

  test('not in a source of ours within sixty characters of a place of elsewhere', () => {
    expect(told(`石桥市${'很'.repeat(60)}长虹`, { region: '9901' })).toEqual([bridge, '长虹 990102001 source'])
    expect(told(`石桥市${'很'.repeat(59)}长虹`, { region: '9901' })).toEqual([bridge])
  })

  test.each(Array.from('镇乡村区县市'))('is none where it goes on as 长虹%s', (end) => {
    expect(told(`青岭市,长虹${end}`)).toEqual([ours])
  })

  test('is none in the name of a building', () => {
    expect(told('青岭市,长虹饭店')).toEqual([ours])
  })

  test('outweighs the place of elsewhere that has it, near ours', () => {
    expect(told('青岭市翠屏停电')).toEqual([ours, '翠屏 990101001 near'])
    expect(told('石桥市翠屏停电')).toEqual([bridge, '翠屏 980101 only'])
  })

  test('says nothing to a national desk', () => {
    expect(told('青岭市,长虹停电', { jurisdiction: national })).toEqual([ours])
  })
})

describe('a name that two districts of ours share', () => {
  test.each([
    ['the district right before it', '东湖区友谊路', '友谊路 990101001 near'],
    ['the street right before it', '云岭街友谊路', '友谊路 990102001 near'],
    ['the only district that is named', '友谊路停电,南坪区', '友谊路 990102001 near'],
    ['the district before it, of two', '南坪区,东湖区友谊路', '友谊路 990101001 near']
  ])('is of %s: %s', (_, text, expected) => {
    expect(told(text)).toContain(expected)
  })

  test('is of the district of the source', () => {
    expect(told('友谊路停电', { region: '990102' })).toEqual(['友谊路 990102001 source'])
    expect(told('长虹停电', { region: '990101' })).toEqual([])
  })

  test('is of none where nothing tells which', () => {
    expect(told('青岭市,友谊路停电')).toEqual([ours])
    expect(told('友谊路停电', { region: '9901' })).toEqual([])
    expect(told('友谊路停电,东湖区,南坪区')).toEqual(['东湖区 990101 only', '南坪区 990102 only'])
  })
})

describe('a name that is an ordinary word', () => {
  const lake = '东湖 990101'

  test.each([
    ['a report begins with it', '青岭市,东湖一饭店起火', 'near'],
    ['it stands where a place stands', '青岭市,住在东湖', 'near'],
    ['a place of ours stands right before it', '青岭市东湖很美', 'near'],
    ['it stands in a row with one', '青岭市和东湖很美', 'near'],
    ['it stands in another row with one', '青岭市、东湖很美', 'near']
  ])('counts near ours where %s: %s', (_, text, by) => {
    expect(told(text)).toEqual([ours, `${lake} ${by}`])
  })

  test.each([
    ['as a word', '青岭市,东湖很美'],
    ['as a word that a place of ours stands before', '青岭市东湖发展'],
    ['in a row with nothing', '青岭市的和东湖很美']
  ])('not %s: %s', (_, text) => {
    expect(told(text)).toEqual([ours])
  })

  test('not in a row with a place of elsewhere', () => {
    expect(told('青岭市,石桥市和东湖很美')).toEqual([ours, bridge])
    expect(told('本地石桥市、东湖一饭店起火')).toEqual([bridge])
  })

  test('counts in a source of ours where a report begins with it', () => {
    expect(told('东湖一饭店起火', { region: '9901' })).toEqual([`${lake} source`])
    expect(told('东湖很美', { region: '9901' })).toEqual([])
  })

  test('leads where nothing else says where', () => {
    expect(told('东湖一饭店起火')).toEqual([`${lake} lead`])
    expect(told('东湖很美')).toEqual([])
    expect(told('东湖一饭店起火', { region: '9801' })).toEqual([])
    expect(told('东湖一饭店起火,石桥市')).toEqual([bridge])
    expect(told('东湖一饭店起火,外媒')).toEqual([])
  })

  test('that is shared and no ordinary word does not lead', () => {
    expect(told('长虹一饭店起火')).toEqual([])
  })
})

describe('a landmark', () => {
  test('counts before what is in it', () => {
    expect(told('新港小区停电')).toEqual(['新港 990102 lead'])
    expect(told('青岭市,新港广场')).toEqual([ours, '新港 990102 near'])
  })

  test('not in the name of a dish, nor does a word that is none', () => {
    expect(told('青岭市,新港烤鸭')).toEqual([ours])
    expect(told('青岭市,东湖广场')).toEqual([ours])
  })
})

describe('本市 and the like', () => {
  const local = (text: string, region: string): string[] => {
    const { divisions } = reading({})
    return divisions
      .local(text, [...placesOf(text, '本市'), ...placesOf(text, '我区')], region)
      .map(({ start, entry, by }) => `${start} ${entry.code} ${by}`)
  }

  test('mean the division of the source, where there is one', () => {
    expect(local('在本市,我区', '990101')).toEqual(['1 9901 source', '4 990101 source'])
    expect(local('在本市,我区', '9801')).toEqual(['1 9801 source'])
    expect(local('我区', '990199')).toEqual([])
  })
})

test('what is ours begins with our code, and everything is for a national desk', () => {
  const { isOurs } = reading({}).divisions

  expect([isOurs('990101'), isOurs('9801'), isOurs('99')]).toEqual([true, false, false])
  expect(reading({ jurisdiction: national }).divisions.isOurs('9801')).toBe(true)
})
