import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { RulePackFile } from '../../../config/rule-pack.ts'
import { draftRule, wordsOfQuery } from '../../../dashboard/rules/draft-rule.ts'
import { tellingWords } from '../../../dashboard/rules/telling-words.ts'

const minute = '2031-03-12T09:05'

describe('a rule drafted from the words of a hot list', () => {
  it('is a pack that can be used as it stands, whatever the title says', () => {
    const title = `某地停水三天: "居民's" #热搜 - {x}\n下一行`
    const pack = RulePackFile.parse(parse(draftRule(null, { words: ['停水', "o'clock"], title, eventType: '供水' }, minute)))
    expect(pack).toMatchObject({ id: 'added', rules: [{ id: 'added-203103120905', eventType: '供水', when: { all: ['停水', "o'clock"] } }] })
    expect(pack.rules[0]?.name).toBe(title.slice(0, 30).replace('\n', ' '))
  })

  it('is put behind the rules that are there', () => {
    const first = draftRule(null, { words: ['停水'], title: null, eventType: '供水' }, '2031-03-12T09:04')
    const pack = RulePackFile.parse(parse(draftRule(first, { words: ['爆管'], title: null, eventType: '供水' }, minute)))
    expect(pack.rules.map(({ id, when }) => [id, when.any])).toEqual([
      ['added-203103120904', ['停水']],
      ['added-203103120905', ['爆管']]
    ])
  })

  it('leaves the kind of happening to the person where nobody knows it, and says so', () => {
    const draft = parse(draftRule(null, { words: ['停水'], title: '停水', eventType: null }, minute))
    const faults = RulePackFile.safeParse(draft).error?.issues
    expect(faults?.map(({ path, message }) => [path.join('.'), message])).toEqual([['rules.0.eventType', '还没有填：写明事件类型，如 供水、火灾']])
  })

  it.each([
    ['化工园区爆炸浓烟滚滚', ['化工', '园区', '爆炸']],
    ['某小区停水三天居民投诉', ['小区', '停水', '三天']],
    ['地铁三号线突发故障 乘客滞留', ['地铁', '故障', '乘客']],
    ['某剧今晚开播', ['某剧今晚开播']],
    [' 近日 12345 ', ['近日 12345']]
  ])('of the headline %s takes the words that another text has too', (headline, words) => {
    expect(tellingWords(headline)).toEqual(words)
  })

  it('takes words as a link gives them', () => {
    expect(wordsOfQuery('停水,爆管、停水')).toEqual(['停水', '爆管'])
    expect(wordsOfQuery(['停水', ' 爆管 '])).toEqual(['停水', '爆管'])
    expect(wordsOfQuery(undefined)).toEqual([])
  })
})
