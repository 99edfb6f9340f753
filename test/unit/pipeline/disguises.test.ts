import { beforeAll, describe, expect, test } from 'vitest'
import { loadSegmenter } from '../../../adapters/segmenter/jieba.ts'
import { readLexicon } from '../../../config/lexicon.ts'
import type { Disguises } from '../../../core/lexicon.ts'
import { Vocabulary } from '../../../pipeline/rules/vocabulary.ts'
import { syllableOf } from '../../../pipeline/rules/pinyin.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'
import { assessorFor, nowhereInParticular } from '../../support/assess-knowledge.ts'

const terms = [
  '火灾',
  '着火',
  '大火',
  '爆炸',
  '强拆',
  '城管',
  '死亡',
  '上访',
  '维权',
  '污染',
  '车祸',
  '车祸现场',
  '拉横幅',
  '路面积水',
  '噪音扰民',
  '被打'
]
let tables: Disguises

beforeAll(async () => {
  tables = (await readLexicon(new URL('../../../config/lexicon', import.meta.url).pathname)).disguises
})

/** The disguised places of a text, each with the term that it hides. */
function seenThrough(text: string): string[] {
  const vocabulary = new Vocabulary()
  for (const term of terms) vocabulary.addDisguisable(term)
  const { plain } = normalise({ title: null, text })
  const { disguised } = vocabulary.finder(loadSegmenter(terms), tables)(plain)
  return disguised.map(({ word, start, end }) => `${plain.slice(start, end)}=${word}`)
}

describe('a rule term in other characters is seen through', () => {
  test.each([
    ['a character of the same sound', '昨晚小区发生火宰', '火宰=火灾'],
    ['another', '化工厂突然暴炸了', '暴炸=爆炸'],
    ['one that looks alike', '城菅又来了', '城菅=城管'],
    ['an unusual one in a longer word', '工地门口有人拉横副', '拉横副=拉横幅'],
    ['another in a longer word', '路面集水很深', '路面集水=路面积水'],
    ['a traditional spelling that no table converts', '樓上著火了', '著火=着火'],
    ['split characters', '半夜弓虽拆', '弓虽拆=强拆'],
    ['all characters split', '他们弓虽扌斥我家', '弓虽扌斥=强拆'],
    ['split on the left', '土成管打人', '土成管=城管'],
    ['split with fire', '工厂火暴火乍', '火暴火乍=爆炸'],
    ['letters for the last character', '对面楼火zai', '火zai=火灾'],
    ['letters for the first', '那边bao炸了', 'bao炸=爆炸'],
    ['letters with a tone', '那边爆zhà了', '爆zha=爆炸'],
    ['full-width capitals', '对面楼火ＺＡＩ', '火zai=火灾'],
    ['a picture', '对面楼🔥灾', '🔥灾=火灾'],
    ['a picture at the end', '那边着🔥了', '着🔥=着火']
  ])('%s: %s', (_, text, expected) => {
    expect(seenThrough(text)).toEqual([expected])
  })
})

describe('what only sounds alike is left alone', () => {
  test.each([
    ['the term itself', '昨晚发生火灾'],
    ['words of their own', '他很怕死，忘了上班'],
    ['across two words', '建成管道三公里'],
    ['a common character', '大火在燃烧'],
    ['letters that are no syllable', '大火fire'],
    ['an English word', '这个call很重要'],
    ['letters of an address', '见 http://zai.example/huo'],
    ['everything in letters', 'huozai'],
    ['a picture as ornament', '🔥🔥爆款🔥🔥'],
    ['characters that happen to be parts', '木有人又来了'],
    ['an unusual character in a word of two', '购物车货架']
  ])('%s: %s', (_, text) => {
    expect(seenThrough(text)).toEqual([])
  })
})

test('letters hide nothing inside longer rows of letters', async () => {
  const assess = await assessorFor(nowhereInParticular)

  expect(assess({ text: '用zfb付款，红包已到' }).rules).toEqual([])
})

test('a rule fires on the disguise, and the assessment shows what was read and where it stands', async () => {
  const assess = await assessorFor(nowhereInParticular)
  const text = '😀刚才化工厂爆zhà，浓烟很大'

  const { rules, reasons } = assess({ text })

  expect(rules.flatMap(({ matches }) => matches)).toContainEqual({ text: '爆zhà', offset: text.indexOf('爆') })
  expect(reasons).toContainEqual({
    step: 'normalise',
    words: '规避写法读作「爆炸」',
    weight: 0,
    evidence: [{ text: '爆zhà', offset: text.indexOf('爆') }]
  })
})

test('common characters have the syllable of the standard’s order', () => {
  expect(['啊', '爆', '灾', '城', '管', '绿', '女', '座'].map((character) => syllableOf.get(character))).toEqual([
    'a',
    'bao',
    'zai',
    'cheng',
    'guan',
    'lv',
    'nv',
    'zuo'
  ])
  expect(syllableOf.size).toBe(3755)
})
