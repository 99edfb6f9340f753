import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../adapters/web/article.ts'
import { parseInstant } from '../../../../core/instant.ts'

const story = [
  '临江市应急管理局通报，位于高新区的一处仓库发生火情，消防救援力量第一时间到场处置，明火已经扑灭。',
  '经初步核查，火情未造成人员伤亡，周边群众已有序疏散，事故原因正在调查之中。'
]
const observedAt = parseInstant('2026-11-29T09:00:00+08:00')

interface Parts {
  readonly over?: string
  readonly under?: string
  readonly body?: readonly string[]
  readonly below?: string
}

function publishedOf({ over = '', under = '', body = story, below = '' }: Parts, url: string | null = null): string | null {
  const paragraphs = body.map((text) => `<p>${text}</p>`).join('')
  const html = `<html><head><title>高新区仓库火情已扑灭</title></head><body>${over}<h1>高新区仓库火情已扑灭</h1>${under}<div class="content">${paragraphs}</div>${below}</body></html>`
  return readArticle(html, { url, observedAt }).publishedAt
}

describe('a page without a date of its own', () => {
  const related = '<div class="related"><p>相关新闻</p><a href="/1">去年的旧闻说了什么</a><span class="time">2020-01-01</span></div>'
  test.each<readonly [string, Parts]>([
    ['a list of related news', { below: related }],
    ['a sidebar', { below: '<ul class="side"><li>旧闻 2020-01-01</li></ul>' }],
    ['a sidebar before the body', { under: '<ul class="side"><li>旧闻 2020-01-01</li></ul>' }],
    ['the last line of the body', { body: [...story, '附：2019年3月3日印发的办法'] }],
    ["a reader's comment", { below: '<div class="comments"><p>网友甲 <span class="time">2026-11-28 10:11</span></p><p>说得好</p></div>' }],
    ['the day of today in the frame', { over: '<div class="date">2026年11月29日 星期日</div>' }],
    ['the day of today in the frame, alone', { over: '<div>2026年11月29日</div>' }],
    ['the moment of today in the frame', { over: '<div class="time">2026年11月29日 10:20:31 星期日</div>' }],
    ['when it happened', { body: ['事发时间为2026年11月20日8时15分，地点在河东路。', ...story] }],
    ['when a meeting is', { body: ['时间：2020年5月1日。', ...story] }],
    ['when a meeting is, on a line of its own', { body: ['时间：2020年5月1日', '地点：市民中心', ...story] }],
    ['when water is cut off', { body: ['停水时间：2026年11月20日22:00', ...story] }],
    ['when it happened, above the body', { under: '<p class="info">事发时间：2026年11月20日8时15分</p>' }],
    ['when it was signed', { under: '<p class="info">成文日期：2026年11月20日</p>' }],
    [
      'articles that its script names',
      { below: '<script>var list = [{"publishTime": "2020-01-01 10:00"}, {"publishTime": "2020-02-02 10:00"}]</script>' }
    ]
  ])('does not take that of %s', (_, parts) => {
    expect(publishedOf(parts)).toBeNull()
    // Then its path says the day.
    expect(publishedOf(parts, 'https://linjiang.example/202611/t20261127_881.html')).toBe('2026-11-26T16:00:00.000Z')
  })
})

describe('a page with a date of its own', () => {
  const morning = '2026-11-28T02:00:00.000Z'
  test.each<readonly [string, Parts]>([
    ['under the title', { under: '<div>2026-11-28 10:00</div>' }],
    ['beside a source', { under: '<div>临江日报 记者 王某 2026-11-28 10:00</div>' }],
    ['in a list of details', { under: '<ul><li>来源：临江日报</li><li>发布时间：2026-11-28 10:00</li></ul>' }],
    ['above the title', { over: '<div>来源：临江日报 2026-11-28 10:00</div>' }],
    ['as the first line of the body', { body: ['发布时间：2026-11-28 10:00 来源：临江日报', ...story] }],
    ['below the body', { below: '<div>发布时间：2026-11-28 10:00</div>' }],
    ['in an attribute', { under: '<time datetime="2026-11-28T10:00:00+08:00">昨天</time>' }]
  ])('has it %s', (_, parts) => {
    const withOthers = { ...parts, below: `${parts.below ?? ''}<ul class="side"><li>旧闻 2020-01-01</li></ul>` }
    expect(publishedOf(withOthers)).toBe(morning)
  })

  test('finer in a script', () => {
    expect(publishedOf({ under: '<div>2026-11-28</div>', below: '<script>var page = {"time": "2026-11-28 10:00:00"}</script>' })).toBe(morning)
  })

  test('in a script alone has one that a list knows better', () => {
    const html = `<html><head><title>火情</title></head><body><h1>高新区火情通报</h1><p>${story.join('')}</p><script>var page = {"publishTime": "2026-11-28 10:00:00"}</script></body></html>`
    expect(readArticle(html, { url: null })).toMatchObject({ publishedAt: morning, publishedElsewhere: true })
  })
})
