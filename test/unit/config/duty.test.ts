import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Instant } from '../../../core/instant.ts'
import { loadProductConfig } from '../../../system.ts'
import { at } from '../../support/incidents.ts'

const project = path.resolve(import.meta.dirname, '../../../config')

const desk = `unit: {name: 云港市测试局, contact: 值班室}
jurisdiction: {id: yungang, name: 云港市}
packs: [pack.yaml]
grading: {version: t, rows: [{id: a, of: event, grade: II, words: 死亡10人, when: {deaths: 10}, source: 令}]}
policy: policy.yaml
departments: [{id: publicity, name: 宣传处, coordinator: true}]
contacts:
  - {id: day, name: 白班席, role: duty-officer}
  - {id: night, name: 夜班席, role: duty-officer}
rosters: rosters.yaml
calendar: calendar
stagedCountdowns: ${path.join(project, 'staged-countdowns.yaml')}
sources: []
gazetteer: .
lexicon: .
channels: {hook: {type: webhook, enabled: true, url: 'https://hook.example.invalid/', secretEnv: HOOK_SECRET}}
`
const files = {
  'pack.yaml': `id: p
subject: 突发事件
version: '1'
rules:
  - {id: fire, name: 火灾, eventType: 火灾, when: {any: [火灾]}, source: 测试}
`,
  'policy.yaml': `version: t
countdowns:
  - {kind: reply, hours: 48, grades: [III], stopsWith: 回应, source: 61号}
escalation:
  - {id: first, on: opened, grades: [I, II, III, IV], to: ['roster:desk'], channels: [dashboard], words: 新, source: 测试}
  - {id: stages, on: phase, grades: [I, II, III, IV], countdowns: [report-up, next-update, department-reply], to: ['roster:desk'], channels: [dashboard], words: 时限, source: 测试}
  - {id: late, on: phase, grades: [III], phases: [overdue], to: ['roster:desk'], channels: [dashboard], words: 时限, source: 测试}
  - {id: unsigned, on: unacknowledged, grades: [I, II], to: ['roster:desk'], channels: [dashboard], words: 时限, source: 测试}
`,
  'rosters.yaml': `- id: desk
  name: 值班室
  source: 测试值班安排
  shifts:
    - {id: day, name: 白班, on: [workday, weekend, holiday], from: '08:30', to: '17:30', people: [day]}
    - {id: night, name: 夜班, on: [workday, weekend, holiday], from: '17:30', to: '08:30', people: [night]}
`,
  'calendar/2026.yaml': `year: 2026
source: 通知
holidays: [{name: 国庆节, from: 2026-10-01, to: 2026-10-07}]
workdays: [2026-10-10]
`
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-duty-'))
  await mkdir(path.join(folder, 'calendar'))
  await write('wanglou.yaml', desk)
  for (const [name, text] of Object.entries(files)) await write(name, text)
})
afterEach(() => rm(folder, { recursive: true }))

const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text)
const warnings = async (now: Instant): Promise<readonly string[]> => (await loadProductConfig(folder, { now })).warnings
const september = at('12:00', '2026-09-07')

describe('a configuration with a roster and a calendar', () => {
  it('is read with both, and with nothing to warn of', async () => {
    const config = await loadProductConfig(folder)
    expect(config.rosters.map(({ id, warnAt }) => [id, warnAt])).toEqual([['desk', '18:00']])
    expect(config.calendar.holidays.get('2026-10-03')).toBe('国庆节')
    expect(config.stagedCountdowns?.rules.map(({ kind }) => kind)).toContain('department-reply')
    expect(config.policy.staged).toEqual(config.stagedCountdowns)
    expect(await warnings(september)).toEqual([])
  })

  it('may leave all three out', async () => {
    await write('wanglou.yaml', desk.replace(/^(rosters|calendar|stagedCountdowns):.*\n/gm, ''))
    await write('policy.yaml', files['policy.yaml'].replaceAll("'roster:desk'", 'duty-officer'))
    const config = await loadProductConfig(folder)
    expect([config.rosters, config.calendar.years.size, config.stagedCountdowns]).toEqual([[], 0, null])
    expect(config.policy).not.toHaveProperty('staged')
    expect(await warnings(at('12:00', '2027-12-01'))).toEqual([])
  })

  it.each([
    ['policy.yaml', 'roster:desk', 'roster:dusk', /policy\.yaml:5:\d+ escalation\.0\.to\.0: 没有这个值班表：dusk，是否应为 desk\?/],
    [
      'policy.yaml',
      'countdowns: [report-up,',
      'countdowns: [report-up/fone,',
      /policy\.yaml:6:\d+ escalation\.1\.countdowns\.0: 没有这个时限：report-up\/fone/
    ],
    ['policy.yaml', 'version: t', 'version: t\nstaged: {}', /policy\.yaml:2:\d+ staged: 没有这个配置项/],
    ['rosters.yaml', 'people: [night]', 'people: [nigth]', /rosters\.yaml:6:\d+ 0\.shifts\.1\.people\.0: 没有这个联系人：nigth，是否应为 night\?/],
    ['rosters.yaml', 'people: [night]', 'people: []', /rosters\.yaml:6:\d+ 0\.shifts\.1\.people: 班次没有人/],
    ['rosters.yaml', "from: '17:30'", "from: '25:30'", /rosters\.yaml:6:\d+ 0\.shifts\.1\.from: 应是 17:30 这样的时刻/],
    ['rosters.yaml', "on: [workday, weekend, holiday], from: '17:30'", "on: [workdays], from: '17:30'", /rosters\.yaml:6:\d+ 0\.shifts\.1\.on\.0/],
    [
      'rosters.yaml',
      '  source:',
      '  warn: {to: [leeder], channels: [mial]}\n  source:',
      /rosters\.yaml:3:\d+ 0\.warn\.channels\.0: 没有这个渠道：mial\n.*0\.warn\.to\.0: 没有这个接收对象：leeder，是否应为 leader\?/
    ],
    ['rosters.yaml', 'id: night', 'id: day', /rosters\.yaml:6:\d+ 0\.shifts\.1\.id: 编号 day 重复/],
    [
      'rosters.yaml',
      '  source:',
      '  absences:\n    - {who: night, substitute: day, from: 2026-09-08 12:00, to: 2026-09-07 12:00, reason: 公差}\n  source:',
      /rosters\.yaml:4:\d+ 0\.absences\.0\.to: 结束不晚于开始/
    ],
    [
      'rosters.yaml',
      '  source:',
      '  absences:\n    - {who: night, substitute: night, from: 2026-09-07 12:00, to: 2026-09-08 12:00, reason: 公差}\n  source:',
      /rosters\.yaml:4:\d+ 0\.absences\.0\.substitute: night 不能替自己的班/
    ],
    [
      'rosters.yaml',
      '  source:',
      '  absences:\n    - {who: night, substitute: day, from: 2026-09-07 12:00, to: 2026-09-09 12:00, reason: 公差}\n    - {who: night, substitute: null, from: 2026-09-08 12:00, to: 2026-09-10 12:00, reason: 病假}\n  source:',
      /rosters\.yaml:5:\d+ 0\.absences\.1\.from: night 在 2026-09-07 12:00 至 2026-09-09 12:00 已有安排/
    ],
    ['calendar/2026.yaml', 'workdays: [2026-10-10]', 'workdays: [2026-10-09]', /calendar\/2026\.yaml:4:\d+ workdays\.0: 2026-10-09 不是周末/],
    ['calendar/2026.yaml', 'year: 2026', 'year: 2027', /calendar\/2026\.yaml:3:\d+ holidays\.0: 不在 2027 年/],
    ['calendar/2026.yaml', 'source: 通知', 'sauce: 通知', /calendar\/2026\.yaml:\d+:1 sauce: 没有这个配置项/]
  ] as const)('with a mistake in %s (%s → %s) names file, line, column and field', async (name, from, to, message) => {
    expect(files[name]).toContain(from)
    await write(name, files[name].replace(from, to))
    await expect(loadProductConfig(folder)).rejects.toThrow(message)
  })

  it('refuses a calendar under the name of another year', async () => {
    await write('calendar/2025.yaml', files['calendar/2026.yaml'])
    await expect(loadProductConfig(folder)).rejects.toThrow(/calendar\/2025\.yaml:1:1 year: 文件名应为 2026\.yaml/)
  })

  it('names a calendar folder that is not there', async () => {
    await write('wanglou.yaml', desk.replace('calendar: calendar', 'calendar: calender'))
    await expect(loadProductConfig(folder)).rejects.toThrow(/wanglou\.yaml:11:1 calendar: 找不到文件夹 calender/)
  })
})

describe('what check-config warns of', () => {
  it('gaps of a roster in the coming days, with file and place, and no others', async () => {
    await write('rosters.yaml', files['rosters.yaml'].replace("on: [workday, weekend, holiday], from: '17:30'", "on: [workday], from: '17:30'"))
    const [line, ...more] = await warnings(september)
    expect(line).toMatch(/rosters\.yaml:1:3 0: 值班表“值班室”今后 7 天有 2 处无人值班：2026-09-12 17:30 至 2026-09-13 08:30（此时没有班次）；/)
    expect(more).toEqual([])
  })

  it('a gap that the roster accepts is none', async () => {
    const nights = '  gaps: [{from: 2026-09-07 00:00, to: 2026-09-30 00:00, reason: 夜间由市值班室代管}]\n  source:'
    await write('rosters.yaml', files['rosters.yaml'].replace(/ {4}- \{id: night.*\n/, '').replace('  source:', nights))
    expect(await warnings(september)).toEqual([])
  })

  it('a level without people, with the step that asks for them', async () => {
    await write(
      'policy.yaml',
      files['policy.yaml'] + files['policy.yaml'].split('\n')[4]?.replace('first', 'second').replace("['roster:desk']", '[leader, supervisor]')
    )
    expect(await warnings(september)).toEqual([
      expect.stringMatching(/wanglou\.yaml:7:1 contacts: 升级政策要通知的岗位没有联系人：主要领导、督查员/),
      expect.stringMatching(/policy\.yaml:9:\d+ escalation\.4\.to: 升级步骤 second 没有人：主要领导、督查员 均无联系人/)
    ])
  })

  it('a roster whose warning of the night before nobody would get', async () => {
    await write('rosters.yaml', files['rosters.yaml'].replace('  source:', '  warn: {to: [supervisor], channels: [dashboard]}\n  source:'))
    expect(await warnings(september)).toEqual([
      expect.stringMatching(/rosters\.yaml:3:\d+ 0\.warn: 值班表“值班室”的前夜提醒没有人收：督查员 均无联系人/)
    ])
  })

  it('a department that nobody handles', async () => {
    await write('policy.yaml', files['policy.yaml'].replace("'roster:desk'", "'roster:desk', lead-department"))
    expect(await warnings(september)).toEqual([expect.stringMatching(/wanglou\.yaml:7:1 contacts: 1 个部门没有承办人，交给它们时无人可通知：宣传处/)])
  })

  it('a stage whose deadline no step of the ladder speaks of, with its grades', async () => {
    await write('policy.yaml', files['policy.yaml'].replace('[report-up, next-update, department-reply]', '[report-up, department-reply/answer]'))
    expect(await warnings(september)).toEqual([
      expect.stringMatching(
        /policy\.yaml:4:1 escalation: 分阶段时限超时无人可知，没有升级步骤写明它们：next-update\/update（I、II级）、department-reply\/notice（I、II、III、IV级）$/
      )
    ])
  })

  it('a grade whose clocks run and of whose opening no step tells anybody', async () => {
    await write('policy.yaml', files['policy.yaml'].replace('on: opened, grades: [I, II, III, IV]', 'on: opened, grades: [I, IV]'))
    expect(await warnings(september)).toEqual([
      expect.stringMatching(
        /policy\.yaml:4:1 escalation: 这些等级有时限在计时，却没有 on: opened 的升级步骤，立案时无人被通知：重大（Ⅱ级）、较大（Ⅲ级）$/
      )
    ])
  })

  it('a year in use without a calendar, from the autumn before it', async () => {
    expect(await warnings(at('12:00', '2026-11-16'))).toEqual([])
    const missing = expect.stringMatching(/wanglou\.yaml:11:1 calendar: 没有 2027 年的节假日表/)
    expect(await warnings(at('12:00', '2026-11-17'))).toEqual([missing])
    expect(await warnings(at('12:00', '2027-05-01'))).toEqual([missing])
  })
})

describe('docs/duty.md', () => {
  it('shows a calendar and a roster that can be used as they are', async () => {
    const text = await readFile(path.join(project, '../docs/duty.md'), 'utf8')
    const [calendar, rosters] = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block ?? '')
    const people = new Set([...(rosters ?? '').matchAll(/\b(desk-[a-z]+|deputy-director)\b/g)].map(([id]) => id))
    await write('calendar/2026.yaml', calendar ?? '')
    await write('rosters.yaml', rosters ?? '')
    await write(
      'wanglou.yaml',
      desk
        .replace(/contacts:\n(?: {2}.*\n)+/, `contacts:\n${[...people].map((id) => `  - {id: ${id}, name: ${id}, role: duty-officer}\n`).join('')}`)
        .replace('channels: {', 'channels: {mail: {type: smtp, enabled: false, host: mail.example.invalid, from: desk@example.invalid}, ')
    )
    const { rosters: read } = await loadProductConfig(folder)
    expect(read[0]?.shifts.map(({ id }) => id)).toEqual(['day', 'night', 'weekend', 'holiday'])
  })
})

describe('the staged countdowns that are shipped', () => {
  it('hold what the rules give, each number with its source', async () => {
    const { stagedCountdowns } = await loadProductConfig(path.join(project, 'shirongyuanlin'))
    const stages = stagedCountdowns?.rules.flatMap(({ kind, grades, stages: all }) => all.map((stage) => ({ kind, grades, ...stage }))) ?? []
    expect(stages.map(({ kind, grades, id, within }) => [kind, grades.join(''), id, within])).toEqual([
      ['report-up', 'III', 'phone', { minutes: 30 }],
      ['report-up', 'III', 'written', { hours: 1 }],
      ['report-up', 'IIIIV', 'written', { hours: 2 }],
      ['next-update', 'I', 'update', { hours: 6 }],
      ['next-update', 'II', 'update', { hours: 12 }],
      ['department-reply', 'IIIIIIIV', 'notice', { hours: 3 }],
      ['department-reply', 'IIIIIIIV', 'answer', { workingDays: 5 }]
    ])
    expect(stages.every(({ source, phases }) => source.length > 5 && phases.join() === '0.5,0.75,0.9')).toBe(true)
  })
})
