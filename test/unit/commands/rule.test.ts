import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { dismiss } from '../../../core/incident/dismiss.ts'
import { update } from '../../../core/incident/update.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { jsonLines, wanglou } from '../../support/command-line.ts'
import { analyst } from '../../support/incidents.ts'

/** Each of these starts the program and its dictionary several times. */
const slow = { timeout: 120_000 }
const config = path.resolve(import.meta.dirname, '../../../config')
let folder = ''
const file = (name: string): string => path.join(folder, name)

const line = (id: string, text: string, expected?: object): string =>
  JSON.stringify({ id, sourceKind: 'portal', source: '测试网', title: null, text, publishedAt: '2026-11-20T10:00:00+08:00', expected })

/** A copy of the national example with one pack of its own. */
function writeConfig(name: string, rules: string): string {
  const target = file(name)
  cpSync(path.join(config, 'examples/national'), target, { recursive: true })
  const main = path.join(target, 'wanglou.yaml')
  const text = readFileSync(main, 'utf8')
    .replace(/^packs:\n(\s+- .*\n)+/m, 'packs: [pack.yaml]\n')
    .replaceAll('../../', `${config}/`)
  writeFileSync(main, text)
  writeFileSync(path.join(target, 'pack.yaml'), `id: own\nsubject: 突发事件\nversion: '1'\nrules:\n${rules}`)
  return target
}

const fire = '  - { id: fire, name: 火灾, eventType: 火灾, when: { any: [火灾] }, grade: IV, source: 测试 }\n'
const collapse = '  - { id: collapse, name: 塌陷, eventType: 路面塌陷, when: { patterns: ["路面.{0,4}塌陷"] }, grade: III, source: 测试 }\n'
let old = ''
let changed = ''

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-rule-'))
  old = writeConfig('old', fire)
  changed = writeConfig('new', `${fire.replace('[火灾]', '[起火]')}${collapse}`)
  const lines = [line('a', '临江路发生火灾'), line('b', '临江路面突然塌陷'), line('c', '今天天气晴好')]
  writeFileSync(file('mentions.jsonl'), `${lines.join('\n')}\n`)
  writeFileSync(
    file('labelled.jsonl'),
    [
      line('a', '临江路发生火灾', { relevant: true, grade: 'IV' }),
      line('b', '临江路面突然塌陷', { relevant: true }),
      line('c', '晴', undefined)
    ].join('\n')
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('evaluate', slow, () => {
  it('prints the figures and each miss with its id', async () => {
    const { code, stdout, stderr } = await wanglou('evaluate', file('labelled.jsonl'), '--config', old, '--json')
    expect(code).toBe(0)
    expect(jsonLines(stdout)[0]).toMatchObject({
      cases: 2,
      unlabelled: 1,
      relevance: { judged: 2, right: 1, missed: 1, recall: 0.5, precision: 1 },
      rules: [{ id: 'fire', hits: 1 }],
      grade: { judged: 1, accuracy: 1 },
      misses: [{ id: 'b', kind: 'missed' }]
    })
    expect(stderr).toContain('1 条没有 expected')
  })

  it('reads as a table for people', async () => {
    const { stdout } = await wanglou('evaluate', file('labelled.jsonl'), '--config', old)
    expect(stdout).toContain('召回率 50.0%')
    expect(stdout).toMatch(/^b\s+漏报\s+相关 → 不相关/m)
  })

  it('tells each line whose label it cannot use, and judges the others', async () => {
    const labels = [{ relevant: true }, { relevent: true }, { departments: ['emergensy'] }, { grade: 'V' }]
    writeFileSync(file('bad.jsonl'), labels.map((label, index) => line(`m${index}`, '临江路发生火灾', label)).join('\n'))
    const { code, stdout, stderr } = await wanglou('evaluate', file('bad.jsonl'), '--config', old, '--json')
    expect(code).toBe(1)
    expect(jsonLines(stdout)[0]).toMatchObject({ cases: 1, refused: 3 })
    expect(stderr.replaceAll(folder, '').trim().split('\n')).toEqual([
      '/bad.jsonl:2: expected.relevent: 没有这一项',
      '/bad.jsonl:3: expected.departments: 没有这个部门：emergensy，是否应为 emergency?',
      '/bad.jsonl:4: expected.grade: 应为 I、II、III、IV 之一，现为“V”',
      '共 3 行未能读入，其余各行已照常处理'
    ])
  })

  it('counts a department once, whether a label has its id or its name', async () => {
    const labels = [{ departments: ['emergency'] }, { departments: ['应急管理部门'] }]
    writeFileSync(file('departments.jsonl'), labels.map((label, index) => line(`m${index}`, '临江路发生火灾', label)).join('\n'))
    const { stdout } = await wanglou('evaluate', file('departments.jsonl'), '--config', old, '--json')
    expect(jsonLines(stdout)[0]).toMatchObject({ departments: { judged: 2, each: [{ department: '应急管理部门', expected: 2 }] } })
  })
})

describe('rule backtest', slow, () => {
  it('shows what appears and vanishes in a file, and the rules that do it', async () => {
    const { code, stdout } = await wanglou('rule', 'backtest', file('mentions.jsonl'), '--config', changed, '--against', old, '--json')
    expect(code).toBe(0)
    expect(jsonLines(stdout)[0]).toMatchObject({
      mentions: 3,
      counts: { appear: 1, vanish: 1, grade: 0, department: 0 },
      changes: [
        { id: 'a', kind: 'vanish', by: ['-fire'] },
        { id: 'b', kind: 'appear', by: ['+collapse'] }
      ]
    })
  })

  it('holds stored mentions against what is stored of them, and leaves them as they are', async () => {
    const data = ['--data', file('data')]
    await wanglou('import', file('mentions.jsonl'), ...data)
    await wanglou('start', '--until-idle', '--config', old, ...data)
    const before = await storedVersions()
    const { code, stdout } = await wanglou('rule', 'backtest', '--config', changed, ...data)
    expect(code).toBe(0)
    expect(stdout).toContain('回测 3 条信息，没有改动任何数据')
    expect(stdout).toMatch(/新出现 1 条\n {2}b .*\+collapse/)
    expect(await storedVersions()).toEqual(before)
  })

  async function storedVersions(): Promise<readonly (string | undefined)[]> {
    const stores = await openEmbedded({ directory: file('data'), clock: systemClock, lock: false })
    const rows = await stores.mentions.getMany(['a', 'b', 'c'] as never)
    await stores.close()
    return rows.map(({ assessment }) => assessment?.rulesVersion)
  }

  it('and people who dismissed an incident give labelled lines that evaluate reads', async () => {
    const data = ['--data', file('data')]
    const stores = await openEmbedded({ directory: file('data'), clock: systemClock, lock: false })
    const [incident] = await stores.incidents.list({ limit: 1 })
    await update(
      { store: stores.incidents, sha256, announce: () => Promise.resolve() },
      incident?.id ?? '',
      { at: systemClock.now(), actor: analyst, cause: 'test' },
      (state) => dismiss(state, { reason: '旧闻' }, { now: systemClock.now(), actor: analyst })
    )
    await stores.close()
    const { stdout } = await wanglou('incidents', 'cases', ...data)
    expect(jsonLines(stdout)).toMatchObject([{ id: 'a', expected: { relevant: false }, because: '驳回为误报：旧闻' }])
    writeFileSync(file('cases.jsonl'), stdout)
    const evaluated = await wanglou('evaluate', file('cases.jsonl'), '--config', old, '--json')
    expect(jsonLines(evaluated.stdout)[0]).toMatchObject({ relevance: { judged: 1, falseAlarms: 1 }, rules: [{ id: 'fire', falseHits: 1 }] })
  })

  it.each([[['backtest']], [['backtest', 'x.jsonl', '--config', 'config/examples/national']], [['dance']]])('rule %j ends with 2', async (args) => {
    const { code, stdout } = await wanglou('rule', ...args, '--data', file('unused'))
    expect([code, stdout]).toEqual([2, ''])
  })
})

describe('rule import-trendradar', slow, () => {
  it('prints a pack that the loader takes, and says what it left out', async () => {
    writeFileSync(file('frequency_words.txt'), '[路面]\n塌陷\n+道路\n!演习\n@3\n/(?=x)y/\n\n停水\n')
    const { code, stdout, stderr } = await wanglou('rule', 'import-trendradar', file('frequency_words.txt'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/frequency_words\.txt:6:1 \/\(\?=x\)y\/ 正则写错了/)
    const taken = writeConfig('taken', '')
    writeFileSync(path.join(taken, 'pack.yaml'), stdout)
    expect((await wanglou('check-config', '--config', taken)).stdout).toContain('2 条规则')
    expect(stdout).toContain('@3')
    expect(stdout).toMatch(/^# .*没有 grade/m)
    expect(stderr).toContain('导入的 2 条规则都没有 grade')
  })

  it('refuses a file in GBK, with the first line that is no UTF-8', async () => {
    writeFileSync(file('gbk.txt'), encodeGbk('# words\n路面\n塌陷\n'))
    const { code, stdout, stderr } = await wanglou('rule', 'import-trendradar', file('gbk.txt'))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('gbk.txt:2:1 不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8')
  })
})
