import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { sourceFaults } from '../../../crawlers/source-faults.ts'
import { loadProductConfig } from '../../../system.ts'

const project = path.resolve(import.meta.dirname, '../../..')
let folder: string
let sourcesFile: string
let good: Record<string, unknown>

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-sources-'))
  cpSync(path.join(project, 'config'), folder, { recursive: true })
  sourcesFile = path.join(folder, 'examples/tianjin/sources.yaml')
  good = (parse(readFileSync(sourcesFile, 'utf8')) as Record<string, unknown>[])[0] ?? {}
})
afterAll(() => rmSync(folder, { recursive: true }))

const portal = { crawler: 'portal', kind: 'portal' }
const forum = { crawler: 'forum', kind: 'forum' }

describe('a source of the configuration', () => {
  test.each([
    ['an address of another scheme', { url: 'ftp://a.example/' }, /url: .*应为 http 或 https/],
    ['a script for an address', { url: 'javascript:alert(1)' }, /url/],
    ['a password in its address', { url: 'http://u:p@a.example/' }, /url: 网址里不能写用户名和密码/],
    ['a list that no parser understands', { ...portal, settings: { list: { item: 'li:has(' } } }, /settings\.list\.item: CSS 选择器写错了/],
    ['a body that no parser understands', { ...portal, settings: { article: { body: ':has(' } } }, /settings\.article\.body: CSS 选择器写错了/],
    ['a pattern that is none', { ...forum, settings: { threadId: '(a+' } }, /settings\.threadId: 应为带一个分组/],
    ['a pattern without a group', { ...forum, settings: { threadId: 't-[0-9]+' } }, /settings\.threadId: 应为带一个分组/],
    ['a fastest pace slower than the slowest', { fastestMinutes: 9, slowestMinutes: 2 }, /fastestMinutes: 最快间隔 9 分钟/],
    [
      'quiet hours without an end',
      {
        quietHours: [
          { from: '00:00', to: '12:00' },
          { from: '12:00', to: '00:00' }
        ]
      },
      /quietHours: 这些时段合起来是全天/
    ],
    ['a cookie that is not there', { ...forum, settings: { cookie: { file: '/nowhere/cookie' } } }, /settings\.cookie\.file: 没有这个文件/],
    ['a folder that is not there', { crawler: 'ingest', settings: { folder: '/nowhere' } }, /settings\.folder: 没有这个文件夹/],
    ['a region that is nowhere', { region: '99' }, /region: 地名库中没有区划代码 99/],
    ['an interval of milliseconds', { intervalMinutes: 0.0001 }, /intervalMinutes: 间隔 0\.0001 分钟太短/],
    ['nothing to watch on weibo', { crawler: 'weibo', kind: 'weibo', settings: {} }, /settings: uids、containerIds、keywords、hotSearch 至少写一项/]
  ])('with %s is refused, and the field is named', async (_, change, words) => {
    writeFileSync(sourcesFile, stringify([{ ...good, ...change }]))
    await expect(loadProductConfig(path.dirname(sourcesFile), { sourceFaults })).rejects.toThrow(words)
  })
})
