import { describe, expect, test } from 'vitest'
import { RefusedError } from '../../../core/errors.ts'
import { recordConference } from '../../../core/incident/record-conference.ts'
import { recordRelease } from '../../../core/incident/record-release.ts'
import type { PublishedPage } from '../../../core/incident/published-page.ts'
import { anchor, at, document, evidenceOf, officer, openingOf } from '../../support/incidents.ts'

const context = { now: at('12:00'), actor: officer }

function matter(title: string, summary = '') {
  const bodies = openingOf('II', [anchor('first-published', at('09:00'))])
  return document(
    bodies.map((body) => (body.type === 'opened' ? { ...body, title, summary } : body)),
    at('09:05')
  ).state
}

function page(title: string, text: string): PublishedPage {
  return { evidence: { ...evidenceOf('https://city.example/1', at('11:00')), title }, text }
}

const bridge = matter('河东区津塘路桥梁垮塌', '3人死亡')

describe('a page that nothing of the incident stands on', () => {
  test.each([
    ['冬季绿化养护培训', '我委组织冬季绿化养护培训，各区园林养护单位共120人参加。'],
    ['垃圾分类情况', '今天，市政府召开新闻发布会，发言人介绍南开区垃圾分类情况。'],
    ['河东区垃圾分类', '河东区召开专题会，部署垃圾分类工作。'],
    ['南开区一餐馆起火', '南开区发生一起火灾，无人员伤亡。']
  ])('is no release of it: %s', (title, text) => {
    expect(() => recordRelease(bridge, page(title, text), context)).toThrow(RefusedError)
    expect(() => recordRelease(bridge, page(title, text), context)).toThrow(/河东区、津塘路.*桥梁垮塌/)
  })

  test('is no proof of its conference', () => {
    const other = page('新闻发布会', '今天11时，市政府召开新闻发布会，发言人介绍南开区垃圾分类情况。')
    const command = { ...other, venue: '新闻厅', speaker: '发言人', heldAt: at('11:00') }
    expect(() => recordConference(bridge, command, context)).toThrow(/看不出与本事件有关.*时限继续计算/)
    const own = page('新闻发布会', '今天11时，河东区召开新闻发布会，发言人介绍桥梁坍塌事故处置情况。')
    expect(recordConference(bridge, { ...command, ...own }, context)).toHaveLength(1)
  })
})

test.each([
  [bridge, '情况通报', '今天上午，河东区一座桥发生坍塌，救援正在进行。'],
  [bridge, '关于津塘路事故的情况通报', '事故处置正在进行，有关情况将及时发布。'],
  [bridge, '通报', '今天上午一处桥梁发生坍塌，造成人员死亡，搜救已经结束。'],
  [matter('求助！滨河小区家里的水发黑没人管'), '关于滨河小区自来水异常的情况说明', '经检测，水质已恢复正常。'],
  [matter('爆炸'), '情况通报', '今天上午，化工园区一车间发生爆燃。'],
  [matter('翠屏小学学生集体呕吐'), '情况通报', '今天，翠屏小学部分学生身体不适，已送医。']
])('a page on the matter counts: %#', (state, title, text) => {
  expect(recordRelease(state, page(title, text), context)).toHaveLength(1)
})
