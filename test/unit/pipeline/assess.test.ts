import { beforeAll, describe, expect, test } from 'vitest'
import { Assessment } from '../../../core/assessment.ts'
import { Department } from '../../../core/department.ts'
import { assessmentLine } from '../../../pipeline/assessment-line.ts'
import { assessorFor, nowhereInParticular, tianjin } from '../../support/assess-knowledge.ts'

type Assess = Awaited<ReturnType<typeof assessorFor>>
let national: Assess
let city: Assess

beforeAll(async () => {
  national = await assessorFor(nowhereInParticular)
  city = await assessorFor(tianjin)
})

describe('the content grade', () => {
  test.each([
    ['事故共造成30人死亡。', 'I'],
    ['事故共造成29人死亡。', 'II'],
    ['事故共造成10人死亡。', 'II'],
    ['事故共造成9人死亡。', 'III'],
    ['事故共造成3人死亡。', 'III'],
    ['事故共造成2人死亡。', 'IV'],
    ['事故造成100人重伤。', 'I'],
    ['事故造成直接经济损失5000万元。', 'II'],
    ['一厂房起火，无人员伤亡。', 'IV'],
    ['某地发生地震，造成38人死亡。', 'III'],
    ['某地发生地震，造成300人死亡。', 'I']
  ])('%s → %s', (text, grade) => {
    expect(national({ text }).grade).toBe(grade)
  })

  test.each([
    ['a drill', '市消防支队举行应急演练，模拟化工厂爆炸造成12人死亡。'],
    ['a denial', '辟谣：网传“大桥坍塌致10人死亡”系谣言，与事实不符。'],
    ['a sum over a quarter', '今年前三季度，全省共发生重大事故6起、死亡96人，同比下降14.3%。'],
    ['a novel', '小说连载第一章：男主在爆炸中救下女主，13人死亡。'],
    ['an illness', '事故共造成1人死亡。经调查认定，死者系突发疾病死亡，不属于生产安全事故。'],
    ['a look back', '回望老码头：一场大火之后的二十年，当年有9人遇难。'],
    ['nothing at all', '本周末公园举办读书会。']
  ])('%s has none', (_, text) => {
    expect(national({ text }).grade).toBeNull()
  })

  test('real harm during a drill is graded', () => {
    expect(national({ text: '昨天的消防演练中发生意外，一面墙倒塌，造成3人死亡、5人受伤。' })).toMatchObject({ grade: 'III', relevant: true })
  })

  test('a fire in a cinema is no film', () => {
    expect(national({ text: '昨晚一电影院发生火灾，警方通报造成4人死亡，伤者已送医。' }).grade).toBe('III')
  })

  test('says which row fired, on which words, by which document', () => {
    const [reason] = national({ text: '事故共造成12人死亡。' }).explanation.reasons

    expect(reason).toMatchObject({ grade: 'II', of: 'event', evidence: ['12人死亡'] })
    expect(reason?.source).toContain('493')
  })
})

describe('relevance', () => {
  test('a matter in our city that a rule knows is ours', () => {
    expect(city({ text: '天津市和平区南京路一栋居民楼起火，浓烟滚滚。' })).toMatchObject({
      relevant: true,
      eventType: '火灾',
      jurisdiction: 'tianjin'
    })
  })

  test('another city is not ours', () => {
    const found = city({ text: '河北省唐山市路南区一栋居民楼起火，3人死亡。' })

    expect(found.relevant).toBe(false)
    expect(found.grade).toBe('III')
    expect(found.reasons.map(({ words }) => words)).toContain('地点主要在天津市以外')
  })

  test('本市 in a paper of ours is ours', () => {
    expect(city({ text: '本市一小区燃气泄漏，居民疏散。', source: '北方网' }).relevant).toBe(true)
    expect(city({ text: '本市一小区燃气泄漏，居民疏散。', source: '某地晚报' }).relevant).toBe(false)
  })

  test.each(['天津之声音乐会发布爆炸性新闻', '天津某明星人设崩塌', '天津女排半决赛夺冠，球迷沸腾', '天津市消防支队招聘公告：报名时间、火灾扑救岗位'])(
    'no alarm: %s',
    (title) => {
      expect(city({ title }).relevant).toBe(false)
    }
  )

  test('each reason is in words that a person can check', () => {
    const { reasons } = city({ text: '天津和平区消防应急演练，模拟商场火灾。' })

    expect(reasons.some(({ words, weight }) => words.includes('演练') && (weight ?? 0) < 0)).toBe(true)
  })
})

describe('time of occurrence', () => {
  const published = '2026-11-24T04:00:00.000Z'
  test.each([
    ['昨天下午1点多，一辆货车与客车相撞。', '2026-11-23T05:00:00.000Z', 'hour'],
    ['11月23日14时30分，一厂房起火。', '2026-11-23T06:30:00.000Z', 'minute'],
    ['9月15日凌晨2时许，一厂房起火。', '2026-09-14T18:00:00.000Z', 'hour'],
    ['今日上午，一厂房起火。', '2026-11-23T16:00:00.000Z', 'day'],
    ['12月26日20时左右发生追尾。', '2025-12-26T12:00:00.000Z', 'hour'],
    ['8日晚8点半，一民房起火。', '2026-11-08T12:30:00.000Z', 'minute']
  ])('%s', (text, at, precision) => {
    expect(national({ text, publishedAt: published }).occurred).toMatchObject({ at, precision })
  })

  test('nothing is guessed without a time of publication', () => {
    expect(national({ text: '昨天下午1点多，两车相撞。', publishedAt: null }).occurred).toBeNull()
    expect(national({ text: '2026年11月23日14时30分，两车相撞。', publishedAt: null }).occurred?.at).toBe('2026-11-23T06:30:00.000Z')
  })

  test('when counting stopped or somebody spoke is not when it happened', () => {
    const { occurred } = national({ text: '截至11月24日8时，火灾已造成3人死亡。记者24日获悉，火灾发生于11月23日21时。', publishedAt: published })

    expect(occurred?.text).toContain('11月23日21时')
  })
})

describe('departments', () => {
  const departments = [
    { id: 'publicity', name: '宣传处', duties: ['舆情'], coordinator: true },
    { id: 'sanitation', name: '环卫处', duties: ['环卫', '垃圾', '清运'], subjects: ['城市管理'] },
    { id: 'enforcement', name: '执法局', duties: ['占道经营', '城管'], subjects: ['执法'] },
    { id: 'heping', name: '和平区市容园林委', duties: ['垃圾'], subjects: ['城市管理'], places: ['120101'] }
  ].map((department) => Department.parse(department))

  test('one leads, by duty and place; the others stand beside', async () => {
    const assess = await assessorFor(tianjin, departments)

    const found = assess({ text: '天津市和平区某小区垃圾堆积成山，没人清运。' }).departments

    expect(found.filter(({ role }) => role === 'lead')).toHaveLength(1)
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(['heping', 'sanitation']))
    expect(found.find(({ id }) => id === 'publicity')?.role).toBe('coordinator')
  })

  test('a district answers only for its own streets', async () => {
    const assess = await assessorFor(tianjin, departments)

    expect(assess({ text: '天津市河西区某小区垃圾堆积成山。' }).departments.map(({ id }) => id)).not.toContain('heping')
  })

  test('what nobody answers for is the coordinator’s', async () => {
    const assess = await assessorFor(tianjin, departments)

    expect(assess({ text: '天津河东区一栋楼突然坍塌。' }).departments).toMatchObject([{ id: 'publicity', role: 'lead' }])
  })
})

test('an assessment fits its schema and its line has what DESIGN.md promises', () => {
  const assessment = city({
    title: '和平区起火',
    text: '天津市和平区南京路一栋楼昨晚8时起火，造成1人死亡、2人受伤，环卫工人协助疏散。太可怕了。',
    url: 'https://example.invalid/1'
  })

  expect(Assessment.safeParse(assessment).error).toBeUndefined()
  expect(Object.keys(assessmentLine(assessment))).toEqual(
    expect.arrayContaining([
      'id',
      'relevant',
      'rules',
      'facts',
      'occurredAt',
      'places',
      'organisations',
      'departments',
      'sentiment',
      'eventType',
      'grade',
      'responseValue',
      'reasons'
    ])
  )
  expect(assessment.sentiment.polarity).toBe(-1)
})

test('title or text alone is enough', () => {
  expect(city({ title: '天津一小区火灾', text: null }).relevant).toBe(true)
  expect(city({ title: null, text: '' }).relevant).toBe(false)
})
