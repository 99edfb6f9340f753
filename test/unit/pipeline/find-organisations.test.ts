import { beforeAll, describe, expect, test } from 'vitest'
import { assessorFor, nowhereInParticular } from '../../support/assess-knowledge.ts'

let organisations: (text: string) => string[]

beforeAll(async () => {
  const assess = await assessorFor(nowhereInParticular)
  organisations = (text) => assess({ text }).organisations.map((span) => span.text)
})

describe('what is an organisation', () => {
  test.each([
    ['an office alone', '派出所的民警赶到现场。', ['派出所']],
    ['an office with its places', '天津市南开区城管局作出答复。', ['天津市南开区城管局']],
    ['an office of a county that no gazetteer has', '记者致电丘平县公安局。', ['丘平县公安局']],
    ['a bureau of a ministry', '公安部刑事侦查局发布通告。', ['公安部刑事侦查局']],
    ['a department of a court', '天津市河西区人民法院办公室回应。', ['天津市河西区人民法院办公室']],
    ['a court with its number', '天津市第一中级人民法院宣判。', ['天津市第一中级人民法院']],
    ['a well-known short name', '央行与证监会联合发文。', ['央行', '证监会']],
    ['a branch of a bank', '中国银行太原分行停业。', ['中国银行太原分行']],
    ['a bank by its place', '渤海银行与天津银行合作。', ['渤海银行', '天津银行']],
    ['a company by a proper name', '鑫瑞达物流有限公司的仓库起火。', ['鑫瑞达物流有限公司']],
    ['a school', '南开大学的学生参加了活动。', ['南开大学']],
    ['a company before a post', '恒泽伟业总裁出席了仪式。', ['恒泽伟业']],
    ['a name in Latin letters', '他在google上班。', ['google']],
    ['a national office', '美国国务院发表声明。', ['美国国务院']],
    ['a national team', '巴西队与法国队踢平。', ['巴西队', '法国队']]
  ])('%s: %s', (_, text, found) => {
    expect(organisations(text)).toEqual(found)
  })

  test.each([
    ['common nouns with a suffix', '几家大型国有银行和外地公司都关了门。'],
    ['a company of nobody', '某公司拖欠工资，该医院停诊。'],
    ['a word that only holds the letters', '我们集中行动。'],
    ['letters within a longer word', '他用googleplex做例子。'],
    ['the title of a work', '他在看《央视新闻简史》。'],
    ['members of a team', '中国队员抵达，日本队长受伤。']
  ])('%s is none: %s', (_, text) => {
    expect(organisations(text)).toEqual([])
  })
})

describe('clubs that are cities too', () => {
  test('are clubs beside words of sports', () => {
    expect(organisations('里昂主场迎战马赛，双方战平。')).toEqual(['里昂', '马赛'])
  })

  test('are cities elsewhere', () => {
    expect(organisations('里昂举办灯光节，马赛也有活动。')).toEqual([])
  })
})

test('a building that bears the name of an organisation is a place', () => {
  expect(organisations('众人聚集在中信大厦门口。')).toEqual([])
})
