import { describe, expect, test } from 'vitest'
import { lexiconWith } from '../../../support/step-parts.ts'
import { smallAssessor } from '../../../support/small-knowledge.ts'

const lexicon = lexiconWith({
  world: ['巴黎'],
  organisations: {
    offices: ['公安局', '派出所'],
    bureaus: ['局'],
    titles: ['总裁'],
    suffixes: ['大学', '公司', '银行'],
    generic: ['国有', '国有银行', '某'],
    before: ['记者'],
    known: [['央行', 'abc', '建设银行']],
    clubs: ['东湖', '飞虎', '合作'],
    sports: ['主场', '夺冠']
  },
  places: { streets: ['路'], suffixes: ['大厦'] },
  kinds: { verb: ['合作', '结局', '前往'], noun: ['物流', '研究', '珠宝'] }
})
const words = ['央行', '建设银行', '公安局', '派出所', '大学', '公司', '银行', '国有', '国有银行', '记者', '总裁', '大厦', '物流', '研究']
const others = ['珠宝', '恒泽', '鑫瑞达', '飞虎', '合作', '结局', '前往', '主场', '夺冠', '巴黎', '交通大学', '办公', '公司法']

const organisations = (text: string, title: string | null = null): string[] =>
  smallAssessor({ lexicon, words: [...words, ...others] })({ text, title }).organisations.map((span) => span.text)

test('an organisation is shown with its place in the text or the title', () => {
  const { organisations: found } = smallAssessor({ lexicon, words })({ title: '央行', text: '在派出所' })

  expect(found).toEqual([
    { text: '央行', offset: 0, field: 'title' },
    { text: '派出所', offset: 1 }
  ])
})

describe('an office', () => {
  test.each([
    ['is a name in itself', '在派出所里', ['派出所']],
    ['with the places before it', '到石桥市东湖区公安局', ['石桥市东湖区公安局']],
    ['with a division that no gazetteer has', '前往恒泽县公安局', ['恒泽县公安局']],
    ['without a proper name that is no division', '前往恒泽公安局', ['公安局']],
    ['with the office that it belongs to', '石桥市公安局派出所', ['石桥市公安局派出所']],
    ['without who went there', '记者公安局', ['公安局']]
  ])('%s: %s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })
})

describe('a name by its suffix', () => {
  test.each([
    ['by a proper name', '在鑫瑞达公司', ['鑫瑞达公司']],
    ['by a proper name and what it does', '在鑫瑞达物流公司', ['鑫瑞达物流公司']],
    ['by a place', '在石桥大学', ['石桥大学']],
    ['in one word', '在交通大学', ['交通大学']],
    ['not by what makes no name', '在国有银行', []],
    ['not by what makes no name in two words', '在国有公司', []],
    ['not by what it does alone', '前往物流公司', []],
    ['not alone', '前往大学', []],
    ['not in the middle of a word', '鑫瑞达公司法', []],
    ['not behind one character', '前往鑫公司', []],
    ['not twice where it is known', '建设银行', ['建设银行']]
  ])('%s: %s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })

  test('of a branch the whole', () => {
    expect(organisations('建设银行石桥市公司')).toEqual(['建设银行石桥市公司'])
  })
})

describe('a name before a post', () => {
  test.each([
    ['by a proper name', '前往恒泽珠宝总裁', ['恒泽珠宝']],
    ['of three characters', '前往鑫瑞达总裁', ['鑫瑞达']],
    ['not of two', '前往恒泽总裁', []],
    ['of three words at most', '恒泽恒泽恒泽恒泽总裁', ['恒泽恒泽恒泽']],
    ['not of things alone', '前往珠宝物流总裁', []]
  ])('%s: %s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })
})

describe('a bureau', () => {
  test.each([
    ['behind a place', '前往石桥市物流局', ['石桥市物流局']],
    ['behind an office', '公安局研究局', ['公安局研究局']],
    ['not by itself', '前往物流局', []],
    ['not in the middle of a word', '石桥办公局面', ['石桥办公局']],
    ['not as the end of an ordinary word', '石桥市结局', []]
  ])('%s: %s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })
})

describe('a team', () => {
  test.each([
    ['of a city', '巴黎队来了', ['巴黎队']],
    ['of a club', '飞虎队来了', ['飞虎队']],
    ['at the end of the text', '巴黎队', ['巴黎队']]
  ])('%s: %s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })

  test.each(Array.from('员伍长友列里内形'))('is none in 队%s', (character) => {
    expect(organisations(`巴黎队${character}`)).toEqual([])
  })
})

describe('a well-known name', () => {
  test.each([
    ['stands where its letters stand alone', '在abc上班', ['abc']],
    ['beside blanks too', '在 abc 上班', ['abc']],
    ['not within other letters', '在xabc上班', []],
    ['not before other letters', '在abcd上班', []],
    ['nor beside digits', '在abc9和9abc上班', []]
  ])('%s: %s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })
})

describe('a club', () => {
  test('is one wherever it is named', () => {
    expect(organisations('飞虎来了')).toEqual(['飞虎'])
  })

  test.each([
    ['that is a word too is one beside sports', '合作夺冠', ['合作']],
    ['not without', '合作愉快', []],
    ['up to sixty characters before', `主场${'。'.repeat(59)}合作`, ['合作']],
    ['not sixty', `主场${'。'.repeat(60)}合作`, []],
    ['and up to sixty behind', `合作${'。'.repeat(59)}主场`, ['合作']],
    ['not sixty behind', `合作${'。'.repeat(60)}主场`, []]
  ])('%s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })
})

describe('what is none', () => {
  test('a building that bears the name of one', () => {
    expect(organisations('央行大厦')).toEqual([])
  })

  test('a district that shares its name with one', () => {
    expect(organisations('东湖区夺冠')).toEqual([])
  })

  test('the title of a work', () => {
    expect(organisations('《央行》')).toEqual([])
  })
})

test('forty names are shown', () => {
  expect(organisations('央行。'.repeat(45))).toHaveLength(40)
})
