import { beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../../core/assessment.ts'
import { assessmentLine } from '../../../pipeline/assessment-line.ts'
import { assessorFor, nowhereInParticular, tianjin } from '../../support/assess-knowledge.ts'

type Assess = Awaited<ReturnType<typeof assessorFor>>
let national: Assess
let city: Assess

beforeAll(async () => {
  national = await assessorFor(nowhereInParticular)
  city = await assessorFor(tianjin)
})

const addresses = (text: string): string[] => (assessmentLine(national({ text }))['places'] as Place[]).map((place) => place.text)

describe('what is a place', () => {
  test.each([
    ['the names of one address', '天津市和平区南京路一栋楼起火。', ['天津市和平区南京路']],
    ['a road named after a city alone', '昨晚南京路上两车相撞。', ['南京路']],
    ['two cities side by side', '北京上海两地同时下雨。', ['北京', '上海']],
    ['a road by an ordinary word', '施工队封闭了幸福大街。', ['幸福大街']],
    ['a river by a proper name', '村民在青弋河边发现死鱼。', ['青弋河']],
    ['a village behind its county', '山东省金乡县羊山镇发生火灾。', ['山东省金乡县羊山镇']],
    ['a road of a town, whatever words it is cut into', '西青区中北镇卉盛道发生追尾。', ['西青区中北镇卉盛道']],
    ['the junction of two roads', '友谊路和黑牛城道交口，渣土车撒漏。', ['友谊路', '黑牛城道']],
    ['a well-known spot', '游客滞留在三里屯。', ['三里屯']],
    ['a foreign city', '航班备降在布鲁塞尔。', ['布鲁塞尔']],
    ['a building', '众人聚集在嘉铭大厦。', ['嘉铭大厦']],
    ['a park of works, as one name', '南港化工园那边一声巨响，南港物流园区也停了电。', ['南港化工园', '南港物流园区']],
    ['a road that the text has in traditional characters', '滨江道步行街、濱江道都已封閉。', ['滨江道步行街', '濱江道']]
  ])('%s: %s', (_, text, places) => {
    expect(addresses(text)).toEqual(places)
  })

  test.each([
    ['an ordinary word with the same end', '我知道这条线路短路了，大家都在逛街。'],
    ['people and wares of a place', '一名美国人在店里吃四川菜。'],
    ['the standard time', '比赛将于北京时间明晚开始。'],
    ['the whole country', '中国的经济在发展。'],
    ['a division in everyday language', '双方合作，比如共用资源。'],
    ['the title of a work', '她在读《北京，北京》。'],
    ['the inside of something', '他躺在房子里，车停在院子里。']
  ])('%s is none: %s', (_, text) => {
    expect(addresses(text)).toEqual([])
  })

  test('what stands in the name of an organisation is no place of its own, and yet counts for the jurisdiction', () => {
    const assessment = city({ text: '天津市公安局通报一起火灾。' })

    expect(assessmentLine(assessment)['places']).toEqual([])
    expect(assessment.places).toMatchObject([{ text: '天津市', code: '12' }])
    expect(assessment.relevant).toBe(true)
  })
})

describe('which division is meant', () => {
  test.each([
    ['by its full name', '滨海新区一厂房起火。', { code: '120116', level: 'district' }],
    ['down to the street', '西青区杨柳青镇有人占道经营。', { code: '120111101', level: 'street', name: '杨柳青镇' }],
    ['a street as people call it', '唐家口街有人违建。', { code: '120102007', level: 'street' }],
    ['a landmark of one district', '五大道上有人乱停车。', { code: '120101', name: '和平区' }],
    ['an old name', '塘沽有人违建。', { code: '120116', name: '滨海新区' }],
    ['a province by its short name', '河北多地下雨。', { code: '13', level: 'province' }],
    ['a city', '唐山市有雨。', { code: '1302', level: 'city' }]
  ])('%s: %s', (_, text, place) => {
    expect(city({ text }).places.at(-1)).toMatchObject(place)
  })

  test.each([
    ['the parent in the text', '辽宁省沈阳市和平区一商铺起火。', undefined, '210102'],
    ['the nearer parent', '吉林省长春市朝阳区一商铺起火。', undefined, '220104'],
    ['our own', '和平区一商铺起火。', undefined, '120101'],
    ['the region of the source', '河东区一商铺起火。', '某地晚报', '371312'],
    ['the parent before the source', '天津市河东区一商铺起火。', '某地晚报', '120102']
  ])('a name that several bear goes by %s: %s', async (_, text, source, code) => {
    const assess = await assessorFor(tianjin, undefined, [{ id: 'paper', name: '某地晚报', mediaTier: 'city', region: '3713' }])

    expect(assess({ text, source: source ?? '某站' }).places.at(-1)?.code).toBe(code)
  })
})

describe('本市, 我区 go by the source', () => {
  const sources = [
    { id: 'city', name: '市报', mediaTier: 'city', region: '12' },
    { id: 'district', name: '区报', mediaTier: 'city', region: '120103' },
    { id: 'other', name: '外地报', mediaTier: 'city', region: '1302' },
    { id: 'unknown', name: '网站', mediaTier: 'commercial', region: null }
  ] as const
  test.each([
    ['市报', '本市', '12', true],
    ['区报', '我区', '120103', true],
    ['区报', '我市', '12', true],
    ['外地报', '我市', '1302', false],
    ['外地报', '我省', '13', false]
  ])('in %s, %s is %s', async (source, word, code, relevant) => {
    const assess = await assessorFor(tianjin, undefined, sources)

    const found = assess({ text: `${word}一小区燃气泄漏，居民疏散。`, source })

    expect(found.places.find((place) => place.text === word)).toMatchObject({ code, ours: relevant })
    expect(found.relevant).toBe(relevant)
  })

  test.each([
    ['a source of no known region', '网站', '本市'],
    ['a source of a whole province that says 我区', '市报', '我区']
  ])('%s says nothing of where it is', async (_, source, word) => {
    const assess = await assessorFor(tianjin, undefined, sources)

    expect(assess({ text: `${word}一商铺起火。`, source }).places.map((place) => place.text)).not.toContain(word)
  })
})

describe('the reasons', () => {
  const wordsOf = (text: string): string[] => city({ text }).reasons.map(({ words }) => words)

  test('name what is ours and what is not', () => {
    const words = wordsOf('天津市河西区与河北省唐山市交界处一货车起火。')

    expect(words).toContain('在天津市的地名：天津市、河西区')
    expect(words).toContain('天津市以外的地名：河北省、唐山市')
  })

  test('say how a name of several was read', () => {
    expect(wordsOf('天津市和平区一商铺起火。')).toContain('「和平区」读作和平区(120101)，按文中的上级地名')
    expect(wordsOf('和平区一商铺起火。')).toContain('「和平区」读作和平区(120101)，按本辖区')
  })

  test('are not made for what no rule knows', () => {
    expect(city({ text: '天津市和平区今天放晴。' }).reasons.some(({ step }) => step === 'find-places')).toBe(false)
  })
})

test('a name said ten thousand times in one breath is still read', () => {
  const found = national({ text: '天津市和平区南京路公安局主场里昂'.repeat(10_000) })

  expect(found.places[0]).toMatchObject({ text: '天津市', code: '12' })
  expect(found.organisations.length).toBeLessThanOrEqual(40)
})
