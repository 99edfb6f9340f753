import { describe, expect, it } from 'vitest'
import { spreadPathOf } from '../../../../core/heat/spread-path.ts'
import { MentionId } from '../../../../core/mention.ts'
import { mentionOf } from '../../../support/mention.ts'

const id = (text: string): MentionId => MentionId.parse(text)
const at = (clock: string): string => `2031-03-12T${clock}:00.000Z`
const post = { id: id('p'), sourceKind: 'weibo', source: '@江边的风', author: '江边的风', publishedAt: at('01:00'), text: '化工厂炸了' } as const

describe('传播路径', () => {
  it('goes from the first source to those that repost it', () => {
    const repost = mentionOf({ ...post, id: id('r'), source: '@城事', author: '城事', publishedAt: at('01:10'), parentId: id('p') })
    const { stations, links } = spreadPathOf([repost, mentionOf(post)])
    expect(stations.map(({ source }) => source)).toEqual(['@江边的风', '@城事'])
    expect(links).toEqual([{ from: 'weibo/@江边的风', to: 'weibo/@城事', kind: 'repost', mentions: 1 }])
  })

  it('goes from a source that a text names, and only from one that was there before', () => {
    const report = { sourceKind: 'portal', author: null } as const
    const first = mentionOf({ ...report, id: id('a'), source: '临江都市网', publishedAt: at('02:00'), text: '一化工厂发生爆炸。' })
    const later = mentionOf({ ...report, id: id('b'), source: '云港新闻', publishedAt: at('03:00'), text: '据临江都市网报道，一化工厂发生爆炸。' })
    const forwarded = mentionOf({
      ...post,
      id: id('c'),
      source: '@看客',
      author: '看客',
      publishedAt: at('04:00'),
      text: '真吓人//@江边的风:化工厂炸了'
    })
    const early = mentionOf({ ...report, id: id('d'), source: '早知道', publishedAt: at('00:10'), text: '据云港新闻报道，天气转晴。' })
    const { links } = spreadPathOf([first, later, forwarded, early, mentionOf(post)])
    expect(links.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      ['portal/临江都市网', 'portal/云港新闻', 'named'],
      ['weibo/@江边的风', 'weibo/@看客', 'named']
    ])
  })

  it('draws no way that no text shows, and says how many sources it leaves out', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      mentionOf({ id: id(`m${index}`), source: `来源${index}`, publishedAt: at(`05:${String(index).padStart(2, '0')}`), text: '同一件事' })
    )
    const path = spreadPathOf(many)
    expect([path.stations.length, path.more, path.links]).toEqual([40, 10, []])
  })
})
