import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { Source } from '../../../core/source.ts'
import { ingestFile } from '../../../crawlers/ingest/ingest-file.ts'
import { IngestSettings } from '../../../crawlers/ingest/settings.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { MemoryDeadLetters, MemoryLog } from '../../support/crawlers-memory-log.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'wanglou-items-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const columns = { key: 'id', title: 'title', text: 'text', publishedAt: 'time' }
const one = (id: number, title: unknown = `第${id}条`): string => JSON.stringify({ id, title, text: '河东路停水' })

async function take(name: string, bytes: string | Uint8Array, settings: Record<string, unknown> = { columns }) {
  const [log, deadLetters] = [new MemoryLog(), new MemoryDeadLetters()]
  const source = Source.parse({
    id: 'radio',
    name: '临江广播',
    kind: 'broadcast',
    crawler: 'ingest',
    url: 'https://radio.example/',
    intervalMinutes: 1
  })
  const path = join(folder, name)
  await writeFile(path, bytes)
  const deps = { log, deadLetters, clock: systemClock, sha256, drill: false }
  const report = await ingestFile(deps, source, IngestSettings.parse(settings), path, name)
  return { report, mentions: log.mentions(), ids: log.mentions().map(({ id }) => id), titles: log.mentions().map(({ title }) => title) }
}

describe('JSON items of a file', () => {
  test.each(['lines.jsonl', 'lines.json'])('in lines (%s): a broken one is refused alone, and all others are taken', async (name) => {
    const { report, ids } = await take(name, [one(1), '{"id": 2, "title": "没有写完', '', one(3), '}{', one(4)].join('\n'))
    expect(ids).toEqual(['radio:1', 'radio:3', 'radio:4'])
    expect(report).toMatchObject({ accepted: 3, refused: 2 })
    expect(report.reasons.map((reason) => reason.split('：')[0])).toEqual([`${name} 第 2 行`, `${name} 第 5 行`])
  })

  test('in a list: what is no object is refused and counted', async () => {
    const { report, ids } = await take('list.json', `[${one(1)}, null, 3, "一句, 话", ${one(2)}]`)
    expect(ids).toEqual(['radio:1', 'radio:2'])
    expect(report).toMatchObject({ accepted: 2, refused: 3 })
    expect(report.reasons.join()).toContain('应为一个 JSON 对象 {…}，而是 null')
  })

  test('in a list that is cut off: the last one is refused, and says that what follows is lost', async () => {
    const { report, ids } = await take('cut.json', `[\n${one(1)},\n${one(2).slice(0, -1)},\n${one(3)}\n]`)
    expect(ids).toEqual(['radio:1'])
    expect(report.reasons).toEqual(['cut.json 第 3 行：这一条到文件末尾也没有结束，其后的内容都读不出'])
  })

  test('nested beyond all use are refused in words, and cost no other', async () => {
    const deep = `{"id": 2, "title": "[\\"[", "a": ${'['.repeat(5000)}${']'.repeat(5000)}}`
    const { report, ids } = await take('deep.json', `[${one(1)},\n${deep},\n${one(3)}]`)
    expect(ids).toEqual(['radio:1', 'radio:3'])
    expect(report.reasons).toEqual(['deep.json 第 2 行：嵌套超过 100 层'])
  })

  test('whose title is an object are refused by its name', async () => {
    const { report } = await take('object.json', `[${one(1, { text: '标题' })}]`)
    expect(report.reasons).toEqual(['object.json 第 1 行：列“title”：应为文字，而是对象或列表'])
  })

  test('are read in GBK too', async () => {
    expect((await take('gbk.json', encodeGbk(`[\n${one(1)}\n]`))).titles).toEqual(['第1条'])
  })

  test('whose number a spreadsheet has shortened are refused: many would become one', async () => {
    const { report } = await take('short.json', `[{"id": "5.2E+15", "title": "一"}]`)
    expect(report.reasons).toEqual(['short.json 第 1 行：编号“5.2E+15”被表格软件写成了科学计数法，原来的编号已经丢了'])
  })

  test.each(['5.2E+15', '2.0261129e+16'])('whose number was shortened to %s without quotes are refused too', async (id) => {
    const { report } = await take('short-number.json', `[{"id": ${id}, "title": "一"}]`)
    expect(report.reasons).toEqual([`short-number.json 第 1 行：编号“${id}”被表格软件写成了科学计数法，原来的编号已经丢了`])
  })

  test.each(['long.json', 'long.jsonl'])('whose number is longer than a double holds keep every digit of it (%s)', async (name) => {
    const { ids } = await take(name, ['20261129000000001', '20261129000000002'].map((id) => `{"id": ${id}, "title": "停水"}`).join('\n'))
    expect(ids).toEqual(['radio:20261129000000001', 'radio:20261129000000002'])
  })
})

test('a mention line that leaves out a count says that it is unknown', async () => {
  const line = { id: 'T1', title: '停水', engagement: { likes: 3 } }
  const { report, mentions } = await take('counts.json', JSON.stringify(line), {})
  expect(report.reasons).toEqual([])
  expect(mentions).toMatchObject([{ engagement: { views: null, likes: 3, comments: null, reposts: null } }])
})

test('a table whose heading cannot be decoded says so', async () => {
  const mixed = Buffer.concat([Buffer.from([0xff, 0xfd, 0xff]), Buffer.from('\n')])
  await expect(take('mixed.csv', mixed)).rejects.toThrow('mixed.csv 第 1 行（表头）：有不能解读的字节')
})
