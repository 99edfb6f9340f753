import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { jsonLines, wanglou } from '../../support/command-line.ts'

const national = ['--config', 'config/examples/national']
let folder = ''
const file = (name: string): string => path.join(folder, name)

function mentionLine(id: string, text: string | null, title: string | null = null): string {
  return JSON.stringify({ id, sourceKind: 'portal', source: '测试网', title, text, publishedAt: '2026-11-20T10:00:00+08:00' })
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-cli-'))
  const lines = [
    mentionLine('a', '今天上午，临江路一居民楼发生火灾，造成3人死亡、5人受伤。'),
    mentionLine('b', '全市开展消防演练，模拟居民楼火灾造成3人死亡。'),
    mentionLine('c', null, '今天天气晴好')
  ]
  writeFileSync(file('good.jsonl'), `${lines.join('\n')}\n`)
  writeFileSync(
    file('bad.jsonl'),
    [lines[0], '{"id":', '{"id":"x","sourceKind":"moon","source":"s","text":"t"}', mentionLine('d', null), '', mentionLine('e', '今天天气晴好')].join(
      '\n'
    )
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the command line', () => {
  it('without a command shows what there is and ends with 2', async () => {
    const { code, stderr, stdout } = await wanglou()
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('drill')
  })

  it.each([['--help'], ['start', '--help'], ['--version']])('%s %s is a result: on stdout, exit 0', async (...args) => {
    const { code, stdout } = await wanglou(...args)
    expect(code).toBe(0)
    expect(stdout.length).toBeGreaterThan(3)
  })

  it.each([
    [['fly']],
    [['start', '--engine', 'cluster-of-dreams']],
    [['start', '--roles', 'crawl,dance']],
    [['start', '--roles', 'pipeline,pipeline']],
    [['start', '--port', '99999']],
    [['check-config', '--config', '/nowhere']],
    [['search', '"无尾引号']],
    [['import', '/nowhere.jsonl']],
    [['incidents', 'dance']],
    [['drill', '--scenario', 'atlantis']],
    [['incidents', 'list']],
    [['audit', 'verify']]
  ])('ends with 2 and says why on stderr: %j', async (args) => {
    const { code, stderr, stdout } = await wanglou(...args, '--data', file('unused'))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trim()).not.toBe('')
    expect(stderr).not.toContain('at ')
  })
})

describe('assess', () => {
  it('prints one line for each mention, with the fields that tools rely on', async () => {
    const { code, stdout } = await wanglou('assess', file('good.jsonl'), ...national)
    const [fire, exercise, weather] = jsonLines(stdout)
    expect(code).toBe(0)
    expect(fire).toMatchObject({
      id: 'a',
      relevant: true,
      grade: 'III',
      eventType: '火灾',
      facts: { deaths: { value: 3 }, injuries: { value: 5 }, missing: null }
    })
    expect(fire).toHaveProperty('rules.0.matches.0.offset')
    expect(exercise).toMatchObject({ id: 'b', relevant: false, grade: null })
    expect(weather).toMatchObject({ id: 'c', relevant: false, grade: null, facts: { deaths: null } })
  })

  it.each([['assess'], ['group']])('%s tells the lines that it cannot read, works on with the others, and ends with 1', async (command) => {
    const { code, stdout, stderr } = await wanglou(command, file('bad.jsonl'), ...national)
    expect(code).toBe(1)
    expect(jsonLines(stdout).map(({ id }) => id)).toEqual(['a', 'e'])
    expect(stderr.replaceAll(folder, '').trim().split('\n')).toEqual([
      '/bad.jsonl:2: 不是 JSON：没有写完就到了行末',
      expect.stringMatching(/^\/bad\.jsonl:3: sourceKind: 应为 .*，现为“moon”$/),
      '/bad.jsonl:4: 测试网: d: 标题和正文都没有',
      '共 3 行未能读入，其余各行已照常处理'
    ])
  })

  it('says in Chinese what it cannot open', async () => {
    expect(await wanglou('assess', file('nowhere.jsonl'), ...national)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('没有这个文件') as string
    })
    expect(await wanglou('assess', folder, ...national)).toMatchObject({ code: 2, stderr: expect.stringContaining('这是文件夹') as string })
    expect(await wanglou('import', folder, '--data', file('unused'))).toMatchObject({ stderr: expect.stringContaining('这是文件夹') as string })
  })
})

describe('import, start --until-idle, incidents', () => {
  it('takes the good lines, says each bad one with its place, and keeps it as a dead letter', async () => {
    const { code, stdout, stderr } = await wanglou('import', file('bad.jsonl'), '--data', file('data'))
    expect(code).toBe(1)
    expect(jsonLines(stdout)[0]).toMatchObject({ lines: 5, imported: 2, refused: 3 })
    for (const line of [2, 3, 4]) expect(stderr).toContain(`bad.jsonl:${line}`)
    const letters = await wanglou('dead-letters', 'list', '--json', '--data', file('data'))
    expect(jsonLines(letters.stdout).map(({ place }) => String(place).split(':').at(-1))).toEqual(['2', '3', '4'])
  })

  it('works the log off, opens the incident with its deaths, and can be asked again', async () => {
    const started = await wanglou('start', '--until-idle', ...national, '--data', file('data'))
    expect(started.code).toBe(0)
    const { stdout } = await wanglou('incidents', 'list', '--json', '--data', file('data'))
    expect(jsonLines(stdout)).toMatchObject([{ grade: 'III', facts: { deaths: 3 }, countdowns: [{ kind: 'reply' }] }])
  })

  it('refuses a second start on the same data with 5', async () => {
    const held = await openEmbedded({ directory: file('data'), clock: systemClock, lock: true })
    const { code, stderr } = await wanglou('start', '--until-idle', ...national, '--data', file('data'))
    await held.close()
    expect(code).toBe(5)
    expect(stderr).toContain(String(process.pid))
  })

  it('verifies the chains, and finds a word that somebody changed in the database with 4', async () => {
    expect((await wanglou('audit', 'verify', '--data', file('data'))).code).toBe(0)
    const database = new DatabaseSync(file('data/wanglou.db'))
    const { changes } = database.prepare("UPDATE incidents SET document = replace(document, '3人死亡', '1人死亡')").run()
    database.close()
    expect(Number(changes)).toBe(1)
    const { code, stdout } = await wanglou('audit', 'verify', '--data', file('data'))
    expect(code).toBe(4)
    expect(stdout).toContain('核验未通过')
  })
})
