import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../../core/clock.ts'
import { addMs, minuteMs, parseInstant, type Instant } from '../../../core/instant.ts'
import type { Mention } from '../../../core/mention.ts'
import { sourceSettings } from '../../../crawlers/settings.ts'
import { html, json, startSite, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

let site: Site
let world: CrawlWorld
let now: Instant
const clock: Clock = { now: () => now, elapsedMs: () => Date.now(), speed: 1 }
beforeEach(async () => {
  now = parseInstant('2026-11-23T12:00:00+08:00') as Instant
  site = await startSite()
  world = createCrawlWorld({ clock })
})
afterEach(async () => {
  await world.close()
  await site.close()
})

const path = '/board'
const source = (settings: Readonly<Record<string, unknown>>, url = path) =>
  sourceOn(site.origin, 'hotlist', url, settings, { kind: 'hot-list', name: '某热榜' })
const newsnow = (more: object = {}) => source({ board: 'newsnow', list: 'weibo', ...more }, '/')
const brief = ({ id, title, rank }: Mention): unknown[] => [id, title, rank]
const show = (titles: readonly string[], more: object = {}): void =>
  site.set('/api/s', json({ status: 'success', id: 'weibo', updatedTime: Date.now(), items: titles.map((title) => ({ id: title, title })), ...more }))
const later = (minutes: number): void => {
  now = addMs(now, minutes * minuteMs)
}

describe('each board', () => {
  const page = `<div id="pl_top_realtimehot"><table><tbody>
    <tr><td class="td-01"><i class="icon-top"></i></td><td class="td-02"><a href="/weibo?q=top">置顶</a></td><td class="td-03"></td></tr>
    <tr><td class="td-01">1</td><td class="td-02"><a href="/weibo?q=a">临江大桥封闭</a><span>99</span></td><td class="td-03"><i>热</i></td></tr>
    <tr><td class="td-01">•</td><td class="td-02"><a href="javascript:void(0);">广告词</a></td><td class="td-03"></td></tr>
    <tr><td class="td-01">2</td><td class="td-02"><a href="/weibo?q=b">暴雨预警</a></td><td class="td-03"></td></tr>
  </tbody></table></div>`
  test.each([
    [
      'weibo',
      json({ data: { realtime: [{ word: '临江大桥封闭', onboard_time: 1_795_406_400 }, { word: '广告', is_ad: 1 }, { word: '暴雨预警' }] } }),
      [
        ['hot:weibo:临江大桥封闭', '临江大桥封闭', 1],
        ['hot:weibo:暴雨预警', '暴雨预警', 2]
      ]
    ],
    [
      'weibo-page',
      html(page),
      [
        ['hot:weibo-page:置顶', '置顶', undefined],
        ['hot:weibo-page:临江大桥封闭', '临江大桥封闭', 1],
        ['hot:weibo-page:暴雨预警', '暴雨预警', 2]
      ]
    ],
    [
      'baidu',
      html(
        `<main><!--s-data:${JSON.stringify({
          data: {
            cards: [
              {
                content: [
                  { word: '要闻', isTop: true, rawUrl: 'https://b.example/0' },
                  { word: '临江大桥封闭', desc: '封闭两小时', rawUrl: 'https://b.example/1' }
                ]
              }
            ]
          }
        })}--></main>`
      ),
      [
        ['hot:baidu:要闻', '要闻', undefined],
        ['hot:baidu:临江大桥封闭', '临江大桥封闭', 1]
      ]
    ],
    ['toutiao', json({ data: [{ ClusterIdStr: '7001', Title: '临江大桥封闭', HotValue: '123' }] }), [['hot:toutiao:7001', '临江大桥封闭', 1]]],
    [
      'zhihu',
      json({
        data: [
          {
            target: {
              title_area: { text: '如何看待大桥封闭' },
              excerpt_area: { text: '多车追尾' },
              link: { url: 'https://www.zhihu.com/question/61' }
            }
          }
        ]
      }),
      [['hot:zhihu:61', '如何看待大桥封闭', 1]]
    ],
    [
      'tieba',
      json({
        data: {
          bang_topic: { topic_list: [{ topic_id: 28_001, topic_name: '大桥封闭', create_time: 1_795_406_400, topic_url: 'https://t.example/1' }] }
        }
      }),
      [['hot:tieba:28001', '大桥封闭', 1]]
    ],
    [
      'douyin',
      json({ data: { word_list: [{ sentence_id: '21', word: '大桥封闭', event_time: 1_795_406_400, hot_value: 9 }] } }),
      [['hot:douyin:21', '大桥封闭', 1]]
    ],
    [
      'thepaper',
      json({ data: { hotNews: [{ contId: '31', name: '大桥封闭', pubTimeLong: 1_795_406_400_000 }] } }),
      [['hot:thepaper:31', '大桥封闭', 1]]
    ]
  ])('%s gives its entries with their places', async (board, route, wanted) => {
    site.set(path, route)
    expect((await world.visit(source({ board }))).health).toMatchObject({ state: 'ok', lastError: null })
    expect(world.log.mentions().map(brief)).toEqual(wanted)
    const [mention] = world.log.mentions()
    expect(mention).toMatchObject({
      sourceKind: 'hot-list',
      source: '某热榜',
      engagement: { views: null, likes: null, comments: null, reposts: null }
    })
    expect(world.evidence.kept.has(mention?.snapshot ?? '')).toBe(true)
  })

  test.each(['newsnow', 'weibo', 'weibo-page', 'baidu', 'toutiao', 'zhihu', 'tieba', 'douyin', 'thepaper'])(
    '%s that answers something else is a changed layout, and nothing has left it',
    async (board) => {
      show(['甲'])
      await world.visit(newsnow())
      const other = board === 'newsnow' ? newsnow() : source({ board })
      for (const answer of [json({ hello: 1 }), html('<p>验证</p>')]) {
        site.set(board === 'newsnow' ? '/api/s' : path, answer)
        expect((await world.visit(other)).health).toMatchObject({ lastError: expect.stringContaining('版面已变') as string })
      }
      expect(world.log.mentions()).toHaveLength(1)
    }
  )
})

describe('the rank', () => {
  test('is a series: moved, left, and back again, under one id', async () => {
    show(['甲', '乙', '丙'])
    await world.visit(newsnow())
    later(5)
    show(['乙', '甲', '丙'])
    expect((await world.visit(newsnow())).health).toMatchObject({ state: 'quiet' })
    later(5)
    show(['乙', '丁'])
    expect((await world.visit(newsnow())).health).toMatchObject({ state: 'ok' })
    later(5)
    show(['乙', '丁', '甲'])
    await world.visit(newsnow())
    const ofOne = world.log.mentions().filter(({ title }) => title === '甲')
    expect(new Set(ofOne.map(({ id }) => id))).toEqual(new Set(['hot:newsnow-weibo:甲']))
    expect(ofOne.map(({ rank, observedAt }) => [rank, observedAt.slice(11, 16)])).toEqual([
      [1, '04:00'],
      [2, '04:05'],
      [null, '04:10'],
      [3, '04:15']
    ])
    expect(
      world.log
        .mentions()
        .filter(({ title }) => title === '丙')
        .map(({ rank }) => rank)
    ).toEqual([3, null])
  })

  test('of an entry that stays where it is makes no further observation, also after a restart', async () => {
    show(['甲', '乙'])
    await world.visit(newsnow())
    await world.visit(newsnow())
    expect(world.log.mentions()).toHaveLength(2)
  })

  test('of a list that cannot be read is not lost: nobody has left it', async () => {
    show(['甲'])
    await world.visit(newsnow())
    show([])
    expect((await world.visit(newsnow())).health).toMatchObject({ lastErrorCode: 'nothing-parsed' })
    expect(world.log.mentions().map(({ rank }) => rank)).toEqual([1])
  })

  test('counts a place that cannot be read, and refuses that entry once', async () => {
    site.set('/api/s', json({ status: 'success', items: [{ id: 1, title: '甲' }, { id: 2 }, 'x', { id: 4, title: '丁' }] }))
    await world.visit(newsnow())
    await world.visit(newsnow())
    expect(world.log.mentions().map(brief)).toEqual([
      ['hot:newsnow-weibo:1', '甲', 1],
      ['hot:newsnow-weibo:4', '丁', 4]
    ])
    expect(world.deadLetters.letters.map(({ reason }) => reason)).toHaveLength(2)
  })

  test('is looked for only among the first so many', async () => {
    show(['甲', '乙', '丙'])
    await world.visit(newsnow({ mostEntries: 2 }))
    expect(world.log.mentions().map(({ title }) => title)).toEqual(['甲', '乙'])
  })
})

describe("newsnow's own time", () => {
  test('is believed in nothing: an entry has no publish time but its own', async () => {
    site.set(
      '/api/s',
      json({
        status: 'cache',
        updatedTime: Date.parse(now),
        items: [
          { id: 1, title: '甲' },
          { id: 2, title: '乙', pubDate: Date.parse('2026-11-23T09:12:00+08:00'), extra: { hover: '摘要' } }
        ]
      })
    )
    await world.visit(newsnow())
    expect(world.log.mentions().map(({ text, publishedAt }) => [text, publishedAt])).toEqual([
      [null, null],
      ['摘要', '2026-11-23T01:12:00.000Z']
    ])
    expect(site.paths()).toEqual(['/api/s?id=weibo'])
  })

  test('says now for a list that nobody fetched any more; what never moves is told as old', async () => {
    show(['甲', '乙'], { status: 'cache' })
    await world.visit(newsnow())
    later(100)
    expect((await world.visit(newsnow())).health).toMatchObject({ state: 'quiet' })
    later(30)
    show(['甲', '乙'], { status: 'cache', updatedTime: Date.parse(now) })
    const { health } = await world.visit(newsnow())
    expect(health).toMatchObject({ lastErrorCode: 'stale-list' })
    expect(health.lastError).toContain('给的是旧内容')
    show(['乙', '甲'])
    expect((await world.visit(newsnow())).health).toMatchObject({ lastError: null })
  })
})

test('settings say what is missing', () => {
  expect(sourceSettings.hotlist.safeParse({ board: 'newsnow' }).error?.issues[0]).toMatchObject({ path: ['list'] })
  expect(sourceSettings.hotlist.safeParse({ board: 'baidu', list: 'x' }).success).toBe(false)
  expect(sourceSettings.hotlist.safeParse({ board: 'myspace' }).success).toBe(false)
})
