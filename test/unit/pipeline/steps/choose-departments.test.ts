import type { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { Department } from '../../../../core/department.ts'
import { PastDecision } from '../../../../core/past-decision.ts'
import type { DepartmentShare, Place } from '../../../../core/assessment.ts'
import type { Firing } from '../../../../pipeline/rules/compile.ts'
import { Vocabulary } from '../../../../pipeline/rules/vocabulary.ts'
import { chooseDepartments } from '../../../../pipeline/steps/choose-departments.ts'
import { listedWords } from '../../../support/listed-words.ts'

type Draft = z.input<typeof Department>

const press = { id: 'press', name: '新闻办', coordinator: true }

function routerOf(departments: readonly Draft[], past: readonly unknown[] = []) {
  const vocabulary = new Vocabulary()
  const choose = chooseDepartments({
    departments: departments.map((department) => Department.parse(department)),
    pastDecisions: past.map((decision) => PastDecision.parse(decision)),
    vocabulary
  })
  const find = vocabulary.finder(listedWords())
  return (text: string, { title = '', places = [] as readonly Place[], firings = [] as readonly Firing[] } = {}): DepartmentShare[] =>
    choose(find(`${title}\n${text}`).hits, title.length, firings, places)
}

const ids = (shares: readonly DepartmentShare[]): string[] => shares.map(({ id }) => id)

describe('by duties', () => {
  test('a word that only one answers for outweighs one that all share', () => {
    const route = routerOf([
      press,
      { id: 'a', name: '甲局', duties: ['收费'] },
      { id: 'b', name: '乙局', duties: ['收费'] },
      { id: 'c', name: '丙局', duties: ['物业'] }
    ])

    expect(route('投诉物业收费')[0]?.id).toBe('c')
  })

  test('what the title says outweighs what the text only mentions', () => {
    const route = routerOf([press, { id: 'water', name: '水务局', duties: ['停水'] }, { id: 'school', name: '教育局', duties: ['学校', '老师'] }])

    expect(route('学校的老师也没有办法。', { title: '小区停水三天' })[0]?.id).toBe('water')
  })

  test('a word said again and again counts little more than one said three times', () => {
    const route = routerOf([press, { id: 'noise', name: '环保局', duties: ['噪音'] }, { id: 'taxi', name: '交通局', duties: ['出租车', '打表'] }])

    expect(ids(route(`出租车不打表。${'噪音很大。'.repeat(40)}`))[0]).toBe('taxi')
  })

  test('only the longest of words inside each other counts', () => {
    const route = routerOf([press, { id: 'school', name: '教育局', duties: ['教师'] }, { id: 'labour', name: '人社局', duties: ['教师工资'] }])

    expect(ids(route('教师工资还没有发。'))).toEqual(['labour'])
  })

  test('a matter with company counts only beside it', () => {
    const route = routerOf([press, { id: 'school', name: '教育局', matters: [{ words: ['学校'], near: ['收费', '补课'], within: 6, weight: 2 }] }])

    expect(route('学校强制补课。')[0]?.id).toBe('school')
    expect(route('学校旁边的路坏了很久，大家都很有意见，希望能修一修，另外停车收费太高。')[0]?.id).toBe('press')
  })

  test('a word against it takes a department out', () => {
    const route = routerOf([press, { id: 'school', name: '教育局', duties: ['学车'], matters: [{ words: ['驾校'], weight: -3 }] }])

    expect(ids(route('驾校学车退费难。'))).toEqual(['press'])
  })

  test('on equal evidence the one leads to whom more falls', () => {
    const route = routerOf([press, { id: 'a', name: '甲局', duties: ['噪音'] }, { id: 'b', name: '乙局', duties: ['噪音'], weight: 1.2 }])

    expect(ids(route('噪音太大'))).toEqual(['b', 'a', 'press'])
  })

  test('a long text does not drown its title', () => {
    const route = routerOf([
      press,
      { id: 'bus', name: '交通局', duties: ['公交车'] },
      { id: 'all', name: '综合局', duties: ['道路', '小区', '学校', '医院', '超市', '公园', '社区', '村民', '企业', '市场'] }
    ])

    const text = '道路、小区、学校、医院、超市、公园、社区、村民、企业、市场都在等。'
    expect(route(text, { title: '何时开通公交车' }).map(({ id }) => id)).toContain('bus')
  })
})

describe('by rules and places', () => {
  const fired = (eventType: string, subject: string) => ({ rule: { eventType }, pack: { subject }, hits: [] }) as unknown as Firing
  const place = (code: string, name: string): Place => ({ text: name, offset: 0, code, name, ours: true })

  test('the event type of a rule that fired counts more than its subject', () => {
    const route = routerOf([press, { id: 'a', name: '甲局', subjects: ['城市管理'] }, { id: 'b', name: '乙局', eventTypes: ['占道经营'] }])

    expect(route('无', { firings: [fired('占道经营', '城市管理')] })).toMatchObject([
      { id: 'b', role: 'lead', reason: '事件类型「占道经营」属其职责' },
      { id: 'a', role: 'assist', reason: '主题「城市管理」属其职责' },
      { id: 'press', role: 'coordinator' }
    ])
  })

  test('a department of one place answers there before others, and nowhere else', () => {
    const route = routerOf([
      press,
      { id: 'city', name: '市环卫', duties: ['垃圾'] },
      { id: 'east', name: '东区环卫', duties: ['垃圾'], places: ['990102'] }
    ])

    expect(ids(route('垃圾没人清', { places: [place('990102', '东区')] }))[0]).toBe('east')
    expect(ids(route('垃圾没人清', { places: [place('990103', '西区')] }))).toEqual(['city'])
  })

  test.each([
    ['by the code that its own begins with', ['990102'], place('990102005', '某街'), 'b'],
    ['by its name', ['东区'], place('990102', '东区'), 'b'],
    ['by its words in the text', ['东城'], { text: '东城', offset: 0, code: null, name: null, ours: true }, 'b'],
    ['by one of several', ['西区', '东区'], place('990102', '东区'), 'b'],
    ['and nowhere else', ['990102', '东区'], place('990103', '西区'), 'a'],
    ['and not where nothing but its end is the code', ['02'], place('990102', '东区'), 'a']
  ])('what people decided of one place counts there, %s', (_, places, at, lead) => {
    const departments = [press, { id: 'a', name: '甲局', duties: ['噪音'] }, { id: 'b', name: '乙局', duties: ['噪音'] }]
    const route = routerOf(departments, [{ terms: ['噪音'], places, departmentId: 'b' }])

    expect(ids(route('噪音太大', { places: [at] }))[0]).toBe(lead)
    expect(ids(route('噪音太大', { places: [place('88', '远方'), at] }))[0]).toBe(lead)
    expect(ids(route('噪音太大'))[0]).toBe('a')
  })

  test('a place alone makes nobody responsible', () => {
    const route = routerOf([press, { id: 'east', name: '东区环卫', duties: ['垃圾'], places: ['东区'] }])

    expect(ids(route('天气不错', { places: [place('990102', '东区')] }))).toEqual(['press'])
  })
})

describe('roles and reasons', () => {
  const departments = [
    press,
    { id: 'housing', name: '住建局', duties: ['物业费', '业委会', '电梯'] },
    { id: 'market', name: '市场监管局', aliases: ['质监局'], duties: ['电梯', '检验'] },
    { id: 'fire', name: '消防局', duties: ['消防'] },
    { id: 'water', name: '水务局', duties: ['停水'] }
  ]

  test('one leads, the others assist best first, the coordinator stands beside', () => {
    const found = routerOf(departments)('业委会不管，电梯没有检验。')

    expect(found.map(({ id, role }) => [id, role])).toEqual([
      ['housing', 'lead'],
      ['market', 'assist'],
      ['press', 'coordinator']
    ])
  })

  test('at most two that come nowhere near it are named, without a coordinator', () => {
    const found = routerOf(departments)('物业费涨价，业委会不管，电梯坏了，消防也没有，还停水。', { title: '物业费' })

    expect(found.map(({ role }) => role)).toEqual(['lead', 'assist', 'assist'])
  })

  test('each says which words made it', () => {
    const [lead] = routerOf(departments)('电梯坏了，请质监局来看看。')

    expect(lead).toMatchObject({ id: 'market', reason: '职责词「电梯」；文中点名「质监局」' })
  })

  test('what nobody answers for is never dropped', () => {
    expect(routerOf(departments)('今天天气不错。')).toEqual([
      { id: 'press', name: '新闻办', role: 'lead', reason: '没有部门的职责与之相符，由牵头协调部门承接' }
    ])
  })
})

describe('by past decisions', () => {
  const departments = [press, { id: 'police', name: '公安局', duties: ['酒吧'] }, { id: 'environment', name: '环保局', duties: ['酒吧', '噪音'] }]
  const decision = { terms: ['酒吧', '噪音'], departmentId: 'police', insteadOf: 'environment' }

  test('what people gave to another department goes to that department next time, with the reason', () => {
    const [before] = routerOf(departments)('酒吧噪音太大。')
    const [after] = routerOf(departments, [decision])('酒吧噪音太大。')

    expect(before?.id).toBe('environment')
    expect(after).toMatchObject({ id: 'police', role: 'lead' })
    expect(after?.reason).toContain('同类事项曾1次交其承办')
  })

  test('they bring in a department without a duty word of its own', () => {
    const route = routerOf(departments, [{ terms: ['无人机'], departmentId: 'police' }])

    expect(ids(route('无人机在楼上飞来飞去。'))).toEqual(['police'])
  })

  test('what one department returned is not proposed to it again', () => {
    const returned = { terms: ['酒吧', '噪音'], departmentId: 'press', insteadOf: 'environment' }

    expect(routerOf(departments, [returned])('酒吧噪音太大。')[0]?.id).toBe('press')
  })

  test('another matter is left alone', () => {
    expect(routerOf(departments, [decision])('工地噪音太大。')[0]?.id).toBe('environment')
  })
})

describe('how many', () => {
  const bureau = (id: string, ...duties: string[]): Draft => ({ id, name: `${id}局`, duties })

  test('four assist at most, however many come near', () => {
    const route = routerOf([press, ...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => bureau(id, '占道'))])

    expect(route('占道').map(({ id, role }) => `${id} ${role}`)).toEqual([
      'a lead',
      'b assist',
      'c assist',
      'd assist',
      'e assist',
      'press coordinator'
    ])
  })

  test('three that come near are all named, and nobody who does not', () => {
    const route = routerOf([
      press,
      bureau('a', '占道'),
      bureau('b', '占道'),
      bureau('c', '占道'),
      { id: 'far', name: '远局', matters: [{ words: ['商贩'], weight: 0.2 }] }
    ])

    expect(ids(route('商贩占道'))).toEqual(['a', 'b', 'c', 'press'])
  })

  test('half of the lead’s score is near, less is not', () => {
    const near = (weight: number) => routerOf([press, bureau('a', '占道'), { id: 'b', name: '乙局', matters: [{ words: ['商贩'], weight }] }])

    expect(near(0.5)('商贩占道').at(-1)).toEqual({ id: 'press', name: '新闻办', role: 'coordinator', reason: '涉及多个部门，统筹协调' })
    expect(ids(near(0.49)('商贩占道'))).toEqual(['a', 'b'])
  })

  test('a tenth of it is worth a word, less is not', () => {
    const far = (weight: number) => routerOf([press, bureau('a', '占道'), { id: 'b', name: '乙局', matters: [{ words: ['商贩'], weight }] }])

    expect(ids(far(0.1)('商贩占道'))).toEqual(['a', 'b'])
    expect(ids(far(0.09)('商贩占道'))).toEqual(['a'])
  })

  test('the coordinator is named once', () => {
    const named = { ...press, duties: ['占道'] }

    expect(routerOf([named, bureau('a', '占道')])('占道').map(({ id, role }) => [id, role])).toEqual([
      ['press', 'lead'],
      ['a', 'assist']
    ])
    expect(ids(routerOf([bureau('a', '占道'), named])('占道'))).toEqual(['a', 'press'])
  })

  test('nobody is named where nobody answers for it and nobody coordinates', () => {
    expect(routerOf([bureau('a', '占道')])('无事')).toEqual([])
    expect(ids(routerOf([bureau('a', '占道'), bureau('b', '占道')])('占道'))).toEqual(['a', 'b'])
  })
})

describe('what a word weighs', () => {
  test('in the title it counts twice, and in a text that says much its words count less', () => {
    const route = routerOf([
      { id: 'a', name: '甲局', duties: ['商贩'] },
      { id: 'b', name: '乙局', duties: ['路灯', '井盖'] }
    ])

    expect(ids(route('路灯井盖', { title: '商贩' }))).toEqual(['a', 'b'])
    expect(ids(route('路灯井盖', { title: '街上' }))).toEqual(['b'])
  })

  test('a very long text does not outweigh its title', () => {
    const many = Array.from('甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉', (character) => `${character}路灯井盖`)
    const route = routerOf([
      {
        id: 'title',
        name: '题局',
        matters: [
          { words: ['商贩'], weight: 5 },
          { words: ['占道'], weight: 5 },
          { words: ['油烟'], weight: 5 }
        ]
      },
      { id: 'text', name: '文局', duties: many }
    ])

    expect(route(many.join('，'), { title: '商贩占道油烟' })[0]?.id).toBe('title')
    expect(route(many.join('，'), { title: '商贩' })[0]?.id).toBe('text')
  })

  test('a rule of nobody’s subject changes nothing', () => {
    const route = routerOf([press, { id: 'a', name: '甲局', duties: ['占道'], subjects: ['医疗'], eventTypes: ['火灾'] }])
    const other = { rule: { eventType: '占道经营' }, pack: { subject: '城市管理' }, hits: [] } as unknown as Firing

    expect(route('占道', { firings: [other] })[0]?.reason).toBe('职责词「占道」')
    expect(ids(route('无事', { firings: [other] }))).toEqual(['press'])
  })

  test('what is against a department outweighs its place', () => {
    const here: Place = { text: '东区', offset: 0, code: null, name: null, ours: true }
    const route = routerOf([press, { id: 'a', name: '甲局', matters: [{ words: ['驾校'], weight: -1 }], places: ['东区'] }])

    expect(ids(route('驾校', { places: [here] }))).toEqual(['press'])
  })
})

describe('where a department answers', () => {
  const place = (part: Partial<Place>): Place => ({ text: '这里', offset: 0, code: null, name: null, ours: true, ...part })
  const route = (at: Place): string[] =>
    ids(
      routerOf([press, { id: 'a', name: '甲局', duties: ['占道'] }, { id: 'east', name: '东区局', duties: ['占道'], places: ['990102', '东区'] }])(
        '占道',
        { places: [place({}), at] }
      )
    )

  test.each<[string, Partial<Place>, boolean]>([
    ['by the code', { code: '990102' }, true],
    ['by a code within it', { code: '990102003' }, true],
    ['by the name', { name: '东区' }, true],
    ['by the words of the text', { text: '东区' }, true],
    ['not beyond', { code: '9901', name: '某市' }, false]
  ])('%s', (_, at, answers) => {
    expect(route(place(at))[0]).toBe(answers ? 'east' : 'a')
    expect(route(place(at)).includes('east')).toBe(answers)
  })
})

describe('the reason', () => {
  test('shows the three words that said most, two names, and that the place is its own', () => {
    const at: Place = { text: '东区', offset: 0, code: null, name: null, ours: true }
    const own = { id: 'a', name: '东区局', aliases: ['东城管', '小城管'], duties: ['商贩', '占道经营', '路灯不亮了'], places: ['东区'] }
    const route = routerOf([
      press,
      {
        ...own,
        matters: [
          { words: ['井盖'], weight: 5 },
          { words: ['不管'], weight: -0.1 }
        ]
      }
    ])

    expect(route('东区局、东城管、小城管不管商贩占道经营，路灯不亮了，井盖', { places: [at] })[0]?.reason).toBe(
      '职责词「井盖」「路灯不亮了」「占道经营」；文中点名「东区局」「东城管」；属地'
    )
  })

  test('does not show what speaks against it, nor a word twice', () => {
    const matters = [
      { words: ['驾校'], weight: -0.5 },
      { words: ['占道'], near: ['商贩'], within: 9, weight: 1 },
      { words: ['占道'], weight: 1 }
    ]
    const route = routerOf([press, { id: 'a', name: '甲局', matters }])

    expect(route('驾校商贩占道')[0]?.reason).toBe('职责词「占道」')
  })
})
