import { beforeAll, describe, expect, it } from 'vitest'
import { loadSegmenter } from '../../../adapters/segmenter/jieba.ts'
import type { Assessment } from '../../../core/assessment.ts'
import { RulePack } from '../../../core/rule.ts'
import { createAssessor } from '../../../pipeline/assess.ts'
import { ruleTerms, type AssessKnowledge } from '../../../pipeline/knowledge.ts'
import { nowhereInParticular, shippedKnowledge } from '../../support/assess-knowledge.ts'
import { mentionOf } from '../../support/mention.ts'

type Told = Parameters<typeof mentionOf>[0]

let shipped: AssessKnowledge
beforeAll(async () => {
  shipped = await shippedKnowledge(nowhereInParticular)
})

type Sources = AssessKnowledge['sources']

/** Assesses with these rules alone; each is given by its id. */
function assessorWith(rules: Readonly<Record<string, object>>, sources: Sources = []): (told: Told) => Assessment {
  const pack = RulePack.parse({
    id: 'test',
    subject: '测试',
    version: '7',
    rules: Object.entries(rules).map(([id, rule]) => ({ id, name: id, eventType: id, source: '测试', ...rule }))
  })
  const knowledge = { ...shipped, packs: [pack], sources }
  const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  return (told) => assess(mentionOf(told))
}

function fired(rules: Readonly<Record<string, object>>, told: Told, sources: Sources = []): string[] {
  return assessorWith(
    rules,
    sources
  )(told)
    .rules.map(({ id }) => id)
    .sort()
}

describe('terms of a rule', () => {
  const rules = {
    both: { when: { all: ['路灯', '漏电'] } },
    either: { when: { any: ['路灯', '井盖'], none: ['演习'] } },
    headline: { when: { title: ['路灯'] } },
    after: { when: { near: { groups: [['路灯'], ['漏电']], within: 8, ordered: true } } },
    before: { when: { near: { groups: [['漏电'], ['路灯']], within: 8, ordered: true } } },
    pattern: { when: { any: ['井盖', { pattern: '路灯.{0,3}漏电' }] } },
    patterns: { when: { any: ['路灯'], patterns: ['\\d{2,}盏', '第\\d+杆'] } },
    unless: { when: { any: ['路灯'], none: [{ pattern: '已(修复|更换)' }] } }
  }

  it.each([
    ['路灯漏电', ['after', 'both', 'either', 'pattern', 'unless']],
    ['漏电的是路灯', ['before', 'both', 'either', 'unless']],
    ['路灯坏了12盏', ['either', 'patterns', 'unless']],
    ['路灯已更换', ['either']],
    ['演习。路灯坏了', ['unless']],
    ['井盖丢失', ['either', 'pattern']],
    ['天气晴好', []]
  ])('%s', (text, ids) => {
    expect(fired(rules, { text })).toEqual(ids)
  })

  it('in the title are looked for there alone', () => {
    expect(fired({ headline: rules.headline }, { title: '路灯坏了', text: '没有了' })).toEqual(['headline'])
    expect(fired({ headline: rules.headline }, { title: '没有了', text: '路灯坏了' })).toEqual([])
  })

  it('show where a pattern was found, in the words of the text', () => {
    const { rules: matches } = assessorWith({ one: { when: { patterns: ['煙霧.*报警'] } } })({ text: '大楼烟雾触发报警' })
    expect(matches).toMatchObject([{ id: 'one', version: '7', matches: [{ text: '烟雾触发报警', offset: 2 }] }])
  })

  it.each([
    ['展中国', '发展中国家'],
    ['\\d级', '风力5级以上'],
    ['GAS-?x', '型号 gas-X 的阀门'],
    ['阀.*漏', '阀 门 又 漏'],
    ['(一|二|三)期', '二期'],
    ['。第', '完。第二天']
  ])('of pattern %s are found in %s, in the middle of words too', (pattern, text) => {
    expect(fired({ one: { when: { patterns: [pattern] } } }, { text })).toEqual(['one'])
  })

  it('carry the version of the rule where it has its own', () => {
    const { rules: matches } = assessorWith({ one: { version: '7.1', when: { any: ['路灯'] } } })({ text: '路灯坏了' })
    expect(matches[0]?.version).toBe('7.1')
  })
})

describe('what a rule asks besides words', () => {
  const when = { any: ['路灯'] }

  it.each([
    [{ minEngagement: { reposts: 100 } }, { views: null, likes: null, comments: null, reposts: 100 }, true, null],
    [{ minEngagement: { reposts: 100 } }, { views: null, likes: null, comments: null, reposts: 99 }, false, '要求转发至少 100，只有 99'],
    [{ minEngagement: { reposts: 1, views: 5 } }, { views: null, likes: null, comments: null, reposts: 3 }, false, '要求阅读至少 5，阅读数不明']
  ])('%j with %j', (rule, engagement, fires, words) => {
    const { rules, reasons } = assessorWith({ one: { when, ...rule } })({ text: '路灯坏了', engagement })
    expect(rules.length === 1).toBe(fires)
    expect(reasons.map((reason) => reason.words).join()).toContain(words ?? '')
  })

  it.each([
    [{ classes: ['official'] }, { sourceId: 'bureau' }, true],
    [{ classes: ['media'] }, { sourceId: 'bureau' }, false],
    [{ classes: ['personal'] }, { sourceKind: 'weibo' }, true],
    [{ classes: ['media'] }, { sourceKind: 'newspaper' }, true],
    [{ classes: ['media', 'official', 'personal'] }, { sourceKind: 'hot-list' }, false],
    [{ names: ['云港发布'] }, { sourceKind: 'weibo', author: '@云港发布' }, true],
    [{ names: ['云港发布'] }, { sourceKind: 'weibo', author: null }, false]
  ] as const)('authors %j of %j', (authors, told, fires) => {
    const sources = [{ id: 'bureau', name: '某局', mediaTier: 'official', region: '12' } as const]
    expect(fired({ one: { when, authors } }, { text: '路灯坏了', ...told }, sources).length === 1).toBe(fires)
  })

  it.each([
    ['天津市和平区路灯坏了', null, true],
    ['北京市朝阳区路灯坏了', 'bureau', false],
    ['路灯坏了', 'bureau', true],
    ['路灯坏了', null, false]
  ])('region of %s from %s', (text, sourceId, fires) => {
    const sources = [{ id: 'bureau', name: '某局', mediaTier: 'official', region: '1201' } as const]
    expect(fired({ one: { when, regions: ['12'] } }, { text, sourceId }, sources).length === 1).toBe(fires)
  })
})

describe('hostile rules and texts', () => {
  it('are gone through with evidence that stays small', () => {
    const rules = { one: { when: { any: ['路灯'] } }, two: { when: { near: { groups: [['路灯'], ['漏电']], within: 5 } } } }
    const { rules: matches } = assessorWith(rules)({ text: '路灯'.repeat(150_000) })
    expect(matches.map(({ id, matches: places }) => [id, places.length])).toEqual([['one', 30]])
  })

  it('say how many patterns there was no room for', () => {
    const rules = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`p${index}`, { when: { patterns: [`[a-z]{20}\\d{${index + 1}}x`] } }])
    )
    const { reasons } = assessorWith(rules)({ text: 'abcdefghij'.repeat(100) })
    expect(reasons.map(({ words }) => words).join()).toMatch(/有 \d+ 条没有在本文中查找/)
  })
})
