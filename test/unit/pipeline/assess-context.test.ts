import { beforeAll, describe, expect, test } from 'vitest'
import { assessorFor, tianjin } from '../../support/assess-knowledge.ts'

let city: Awaited<ReturnType<typeof assessorFor>>

beforeAll(async () => {
  city = await assessorFor(tianjin)
})

const words = (text: string): string[] => city({ text }).reasons.map((reason) => reason.words)

describe('what lowers relevance says so', () => {
  test.each([
    ['a drill', '天津和平区举行消防应急演练，模拟商场火灾。', '演练，下调'],
    ['a look back', '三十年前天津那场大火。', '回顾往事，下调'],
    ['fiction', '天津取景的电影上映，导演谈爆炸戏。', '虚构作品，下调'],
    ['a good end', '天津大爷跳河救人，溺水儿童脱离危险。', '好人好事或化险为夷，下调'],
    ['advice', '天津消防科普：火灾怎么预防。', '宣传、招考或科普，下调'],
    ['what did not happen', '天津一工厂冒白汽，没有发生爆炸。', '「爆炸」说的是没有发生，不作为发生'],
    ['what is feared', '天津一旦起火请拨打119。', '「起火」说的是假设，不作为发生'],
    ['what is to be prevented', '天津各景区加派人手防止踩踏。', '「踩踏」说的是防止或禁止，不作为发生'],
    ['a thing called after it', '天津地震博物馆开馆。', '「地震」说的是事物而不是事件，不作为发生'],
    ['a law', '天津宣讲《生产安全事故应急条例》。', '「生产安全事故」法规或作品的名称，不作为发生'],
    ['another city', '河北唐山一饭店起火。', '地点主要在天津市以外']
  ])('%s', (_, text, reason) => {
    const { relevant, reasons } = city({ text })

    expect(relevant).toBe(false)
    expect(reasons.find((one) => one.words === reason)?.weight).toBeLessThan(0)
  })

  test('a denied rumour about our city stays on the desk, ungraded, to be cleared up', () => {
    const found = city({ title: '天津警方辟谣网传某桥坍塌', text: '该消息系谣言。' })

    expect(found).toMatchObject({ relevant: true, grade: null, replySort: 'mistaken' })
    expect(found.reasons.map((reason) => reason.words)).toContain('辟谣，下调')
  })
})

describe('real harm in the same text is never talked away', () => {
  test.each([
    ['at a drill', '天津一工厂应急演练时有人不慎坠落，1人死亡。', '演练，但文中有真实的伤亡，不下调（疑似演练，请核实）'],
    ['beside a denial', '天津一厂房爆炸，已致3人死亡，官方辟谣死亡30人的说法。', '辟谣，但文中有真实的伤亡，不下调（疑似辟谣，请核实）'],
    ['under a title that looks back', '回顾天津今晨火灾：截至目前3人死亡。', '回顾往事，但文中的伤亡不是往事，不下调']
  ])('%s', (_, text, reason) => {
    expect(city({ text }).relevant).toBe(true)
    expect(words(text)).toContain(reason)
  })

  test('however many contexts lower it', () => {
    const text = '天津公开课：粉丝与明星到场点赞，座谈会上发生爆炸，造成2人死亡。'

    expect(city({ text })).toMatchObject({ relevant: true, grade: 'IV' })
  })

  test('even where no rule knows the matter', () => {
    expect(city({ text: '天津一处院落里出了意料之外的事，2人死亡。' })).toMatchObject({ relevant: true, rules: [] })
  })

  test('a figure that is taken back is no harm', () => {
    expect(city({ text: '天津一座桥倒塌，造成10人死亡，该消息纯属谣言。' }).grade).toBeNull()
  })
})

describe('a context lowers only what it is about', () => {
  test('a fire stays a fire though somebody was brave', () => {
    expect(city({ text: '天津一厂房起火，邻居挺身而出，众人点赞。' }).relevant).toBe(true)
  })

  test('a neglected drill is no drill', () => {
    const found = city({ text: '天津一厂房火灾致3人死亡，该厂从未组织过应急演练。' })

    expect(found.grade).toBe('III')
    expect(found.reasons.some((reason) => reason.words.startsWith('演练'))).toBe(false)
  })

  test('asking for an end of a nuisance complains of it', () => {
    expect(city({ text: '天津居民请求禁止露天烧烤。' })).toMatchObject({ relevant: true, eventType: '占道经营' })
  })

  test('whether it shakes is a question, and what shakes is news', () => {
    expect(city({ text: '天津刚才是不是地震了？' })).toMatchObject({ relevant: true, emergencyKind: 'natural-disaster' })
  })
})

describe('what names the happening is the gravest that the facts speak of', () => {
  test.each([
    ['天津宝坻地震，12人死亡，3人失踪。', '地震', 'III'],
    ['天津一公司的仓库起火，3人死亡。', '火灾', 'III'],
    ['天津一中学食物中毒，120名学生中毒。', '食物中毒', 'III'],
    ['天津一小区物业失职，楼道起火致1人死亡。', '火灾', 'IV'],
    ['天津一水库溃坝，2人失踪。', '暴雨内涝', 'IV'],
    ['天津一车间里，110名工人急性中毒。', '急性工业中毒', 'I'],
    ['天津一化工园爆炸了，店里的货架倒了一排，街上全是碎玻璃。', '爆炸', 'IV'],
    ['空气里有很刺鼻的味道，前面就是天津的化工园，说是一家厂爆炸，厂房塌了一片。', '爆炸', 'IV']
  ])('%s', (text, eventType, grade) => {
    expect(city({ text })).toMatchObject({ relevant: true, eventType, grade })
  })

  test('a rumour stays one where nobody came to harm', () => {
    expect(city({ text: '天津网传大桥塌了，官方：不实信息。' }).eventType).toBe('涉本地谣言')
  })
})

describe('the answer that is owed', () => {
  test.each([
    ['天津和平区一饭店爆炸，2人受伤。', 'serious-problem', 'accident'],
    ['天津一局长受贿被查。', 'serious-problem', null],
    ['天津南开区垃圾桶满溢，没人清运。', 'difficulty', null],
    ['天津河西区占道经营太多，建议增设便民市场。', 'suggestion', null],
    ['请问天津居民楼下露天烧烤占道，归谁管？', 'uninformed', null],
    ['天津网传大桥要塌，官方：不实信息。', 'mistaken', null],
    ['今天天津天气不错。', null, null]
  ])('%s', (text, replySort, emergencyKind) => {
    expect(city({ text })).toMatchObject({ replySort, emergencyKind })
  })

  test('the reason tells what has to be made public', () => {
    expect(words('天津南开区垃圾桶满溢，没人清运。')).toContain('回应类别：实际困难，研究解决情况要对外公布')
  })
})
