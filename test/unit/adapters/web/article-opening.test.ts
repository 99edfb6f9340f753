import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../adapters/web/article.ts'

const rest = [
  '临江市应急管理局已派出工作组赶赴现场，指导当地开展处置，有关部门正在核查原因，进展将及时向社会公布，请市民以官方发布为准。',
  '事故原因正在调查之中。'
]
const page = (paragraphs: readonly string[], frame = 'TRS_Editor'): string =>
  `<html><head><meta name="PubDate" content="2026-11-28 10:00"></head><body><h1>关于事故情况的说明</h1><div class="${frame}">${paragraphs.map((text) => `<p>${text}</p>`).join('')}</div></body></html>`

const tellings = [
  '事发时间：2026年11月20日8时15分，三人死亡。',
  '事发时间：2026年11月20日8时15分',
  '停水时间：2026年11月30日22:00至次日6:00，停水范围：河东路。',
  '报名时间：2026年12月1日至12月5日',
  '会议时间：2026年12月1日 地点：市民中心',
  '时间：2026年12月1日9:00',
  '截止时间为2026年11月28日8时，死亡人数3人。',
  '通报时间2026-11-28 8:00 死亡3人',
  '2026年11月28日 河东路车祸致3人死亡',
  '编辑：王某 河东路车祸3人死亡。',
  '来源：12345热线反映，河东路车祸3人死亡。',
  '作者：王某某在河东路被撞身亡',
  '图：河东路车祸现场'
]

describe('the first paragraph of a body', () => {
  test.each(tellings)('%s is text', (telling) => {
    expect(readArticle(page([telling, ...rest]), { url: null })).toMatchObject({ text: [telling, ...rest].join('\n'), source: null })
    expect(readArticle(page([telling, ...rest], 'content'), { url: null, selectors: { body: '.content' } }).text).toBe([telling, ...rest].join('\n'))
  })

  test('may be the whole body', () => {
    for (const telling of tellings) expect(readArticle(page([telling], 'content'), { url: null, selectors: { body: '.content' } }).text).toBe(telling)
  })

  test.each([
    '2026-11-28 10:00',
    '发布时间：2026-11-28 10:00 来源：临江日报 作者：王某',
    '2026年11月28日 10:00　来源：临江市应急管理局　字号：大 中 小',
    '来源：临江日报 | 2026-11-28 | 浏览次数：381',
    '时间：2026-11-28 10:00:12 来源：本站 阅读：12次 【打印】【关闭】',
    '【责任编辑：王某_NB123】',
    '2026/11/28 10:00 临江日报'
  ])('%s is a byline', (line) => {
    expect(readArticle(page([line, ...rest]), { url: null }).text).toBe(rest.join('\n'))
  })

  test('the day below a short notice is its signature', () => {
    const notice = ['河东路今日停水六小时，请沿线居民储水。', '临江市水务局', '2026年11月28日']
    expect(readArticle(page(notice), { url: null }).text).toBe(notice.join('\n'))
  })

  test('a credit at the foot is no text, a sentence that begins like one is', () => {
    const last = '编辑：王某称，河东路车祸已致3人死亡。'
    expect(readArticle(page([...rest, last, '责任编辑：李某 审核：张某']), { url: null }).text).toBe([...rest, last].join('\n'))
  })
})
