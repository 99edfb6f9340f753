import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { RulePackFile } from '../../../config/rule-pack.ts'
import { draftRule, wordsOfQuery } from '../../../dashboard/rules/draft-rule.ts'

const minute = '2031-03-12T09:05'

describe('a rule drafted from the words of a hot list', () => {
  it('is a pack that can be used as it stands, whatever the title says', () => {
    const title = `某地停水三天: "居民's" #热搜 - {x}\n下一行`
    const pack = RulePackFile.parse(parse(draftRule(null, { words: ['停水', "o'clock"], title }, minute)))
    expect(pack).toMatchObject({ id: 'added', rules: [{ id: 'added-203103120905', when: { any: ['停水', "o'clock"] } }] })
    expect(pack.rules[0]?.name).toBe(title.slice(0, 30).replace('\n', ' '))
  })

  it('is put behind the rules that are there', () => {
    const first = draftRule(null, { words: ['停水'], title: null }, '2031-03-12T09:04')
    const pack = RulePackFile.parse(parse(draftRule(first, { words: ['爆管'], title: null }, minute)))
    expect(pack.rules.map(({ id, when }) => [id, when.any])).toEqual([
      ['added-203103120904', ['停水']],
      ['added-203103120905', ['爆管']]
    ])
  })

  it('takes words as a link gives them', () => {
    expect(wordsOfQuery('停水,爆管、停水')).toEqual(['停水', '爆管'])
    expect(wordsOfQuery(['停水', ' 爆管 '])).toEqual(['停水', '爆管'])
    expect(wordsOfQuery(undefined)).toEqual([])
  })
})
