import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { writeXlsx } from '../../../adapters/reports/xlsx.ts'
import { Source } from '../../../core/source.ts'
import { ingestFile, type FileReport } from '../../../crawlers/ingest/ingest-file.ts'
import { IngestSettings } from '../../../crawlers/ingest/settings.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { MemoryDeadLetters, MemoryLog } from '../../support/crawlers-memory-log.ts'
import { workbook } from '../../support/zip.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'wanglou-ingest-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const columns = { key: '编号', title: '标题', text: '内容', publishedAt: '时间' }

async function take(name: string, bytes: string | Uint8Array, more: Record<string, unknown> = {}, kind: Source['kind'] = 'broadcast') {
  const [log, deadLetters] = [new MemoryLog(), new MemoryDeadLetters()]
  const source = Source.parse({ id: 'radio', name: '临江广播', kind, crawler: 'ingest', url: 'https://radio.example/', intervalMinutes: 1 })
  const path = join(folder, name)
  await writeFile(path, bytes)
  const deps = { log, deadLetters, clock: systemClock, sha256, drill: false }
  const settings = IngestSettings.parse({ columns, ...more })
  const report: FileReport = await ingestFile(deps, source, settings, path, name)
  return { report, mentions: log.mentions(), letters: deadLetters.letters }
}

describe('a CSV table', () => {
  test('is read with its BOM, quoted line breaks, doubled quotes and a formula as the text that it is', async () => {
    const { report, mentions } = await take(
      'utf8.csv',
      '\uFEFF编号,标题,内容,时间\r\n1,早新闻,"第一行\r\n第二行，说""停水""",2026-11-20 08:00\r\n\r\n2,=1+1,晚新闻,2026/11/20\r\n'
    )
    expect(report).toMatchObject({ accepted: 2, refused: 0 })
    expect(mentions).toMatchObject([
      {
        id: 'radio:1',
        sourceKind: 'broadcast',
        source: '临江广播',
        title: '早新闻',
        text: '第一行\r\n第二行，说"停水"',
        publishedAt: '2026-11-20T00:00:00.000Z'
      },
      { id: 'radio:2', title: '=1+1', publishedPrecision: 'day', engagement: { likes: null } }
    ])
  })

  test.each([
    ['GBK', encodeGbk('编号;标题;内容;时间\n1;快讯;河东路塌陷;2026-11-20 08:00\n')],
    ['UTF-16', Buffer.from('\uFEFF编号\t标题\t内容\t时间\n1\t快讯\t河东路塌陷\t2026-11-20 08:00\n', 'utf16le')]
  ])('is read as %s', async (name, bytes) => {
    expect((await take(`${name}.csv`, bytes)).mentions).toMatchObject([{ title: '快讯', text: '河东路塌陷' }])
  })

  test('refuses a bad row alone, naming file, row, column and reason, and keeps it', async () => {
    const rows = [
      '1,好,好的,2026-11-20 08:00',
      '2,坏,坏的,去年的那天',
      '3,,,2026-11-20 08:00',
      '4,将来,将来的,2099-01-01',
      '5,好,也好,2026-11-20 09:00'
    ]
    const { report, mentions, letters } = await take('rows.csv', `编号,标题,内容,时间\n${rows.join('\n')}`)
    expect(mentions.map(({ id }) => id)).toEqual(['radio:1', 'radio:5'])
    expect(report.reasons).toEqual([
      'rows.csv 第 3 行：列“时间”：“去年的那天”读不成时间，应如 2026-11-20 10:00',
      'rows.csv 第 4 行：标题和正文都是空的',
      expect.stringContaining('rows.csv 第 5 行：发布时间 ')
    ])
    expect(
      letters.map(({ stage, source, place, body }) => [stage, source, place, body.includes('坏的') || body.includes('null') || body.includes('将来')])
    ).toEqual([
      ['ingest', 'radio', 'rows.csv 第 3 行', true],
      ['ingest', 'radio', 'rows.csv 第 4 行', true],
      ['ingest', 'radio', 'rows.csv 第 5 行', true]
    ])
  })

  test('loses no row behind a quote that never ends', async () => {
    const { report, mentions } = await take('quote.csv', '编号,标题,内容,时间\n1,"没有结束,甲,2026-11-20\n2,好,乙,2026-11-20\n3,好,丙,2026-11-20\n')
    expect(mentions.map(({ id }) => id)).toEqual(['radio:2', 'radio:3'])
    expect(report.reasons).toEqual(['quote.csv 第 2 行：引号没有结束'])
  })

  test('without a column that is wanted is refused whole, naming it and those that there are', async () => {
    await expect(take('columns.csv', '编号,题目,内容,时间\n1,a,b,2026-11-20\n')).rejects.toThrow(
      'columns.csv 第 1 行（表头）：没有列“标题”；这一行有：编号、题目、内容、时间'
    )
    await expect(take('empty.csv', '')).rejects.toThrow('empty.csv 没有任何行')
    await expect(take('old.xls', 'x')).rejects.toThrow('另存为 .xlsx')
  })

  test('of many rows is read a batch at a time, each row once', async () => {
    const rows = Array.from({ length: 12_000 }, (_, n) => `${n},题${n},"内容${n}，${'很长'.repeat(20)}",2026-11-20 08:00`)
    const { report, mentions } = await take('many.csv', `编号,标题,内容,时间\n${rows.join('\n')}\n`)
    expect(report).toMatchObject({ accepted: 12_000, refused: 0 })
    expect(new Set(mentions.map(({ id }) => id)).size).toBe(12_000)
    expect(mentions.at(-1)).toMatchObject({ id: 'radio:11999', title: '题11999' })
  })
})

describe('a workbook', () => {
  test('as this program writes one is read back', async () => {
    const bytes = await writeXlsx([
      {
        name: '台账',
        columns: Object.values(columns).map((head) => ({ head, width: 10 })),
        rows: [[1, '早新闻', '河东路塌陷 & <积水>', '2026-11-20 08:00']]
      }
    ])
    expect((await take('own.xlsx', bytes, { sheet: '台账' })).mentions).toMatchObject([
      { id: 'radio:1', title: '早新闻', text: '河东路塌陷 & <积水>', publishedAt: '2026-11-20T00:00:00.000Z' }
    ])
  })

  test('may begin with a title, have headings of two merged rows, dates as Excel counts them, formulas and readings', async () => {
    const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`
    const rows = [
      `<row r="1">${text('A1', '临江市十一月收听台账')}</row>`,
      `<row r="3">${text('A3', '编号')}${text('B3', '播出')}${text('D3', '时 间*')}</row>`,
      `<row r="4">${text('B4', '标题')}${text('C4', '内容')}</row>`,
      '<row r="5"><c r="A5"><v>17</v></c><c r="B5" t="s"><v>0</v></c><c r="C5" t="str"><f>A1</f><v>结果</v></c><c r="D5" s="1"><v>46346.354166666664</v></c></row>',
      '<row r="6"><c r="A6"><v>18</v></c><c r="C6"><f>SUM(A1:A2)</f></c><c r="D6"><v>46346</v></c></row>',
      '<row r="7"><c r="A7"><v>19</v></c><c r="B7" t="e"><v>#N/A</v></c></row>'
    ].join('')
    const bytes = workbook(rows, {
      shared: '<si><r><t>早</t></r><r><t xml:space="preserve"> 新闻&amp;_x000A_</t></r><rPh><t>zao</t></rPh></si>',
      styles:
        '<numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    })
    const { report, mentions } = await take('merged.xlsx', bytes, { columns: { ...columns, title: '播出/标题', text: '播出/内容' } })
    expect(mentions).toMatchObject([
      { id: 'radio:17', title: '早 新闻&', text: '结果', publishedAt: '2026-11-20T00:30:00.000Z' },
      { id: 'radio:18', text: '=SUM(A1:A2)', publishedPrecision: 'day', publishedAt: '2026-11-19T16:00:00.000Z' }
    ])
    expect(report.reasons).toEqual(['merged.xlsx 工作表“工单” 第 7 行：列“播出/标题”：是表格的错误值 #N/A'])
  })

  test.each(['2.0261129E+16', '20261128000000000017', '5123456789012345'])(
    'with the number %s in a column that is wanted has that row refused: a spreadsheet keeps 15 digits',
    async (number) => {
      const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`
      const head = `${text('A1', '编号')}${text('B1', '标题')}${text('C1', '内容')}${text('D1', '时间')}`
      const row = (n: number, key: string, beside: string) =>
        `<row r="${n}">${key}${text(`B${n}`, '停水')}${text(`C${n}`, '河东路')}<c r="D${n}"><v>46346.354166666664</v></c><c r="E${n}"><v>${beside}</v></c></row>`
      const rows = [
        row(2, `<c r="A2"><v>${number}</v></c>`, '1'),
        row(3, text('A3', '20261129000000001'), number),
        row(4, '<c r="A4"><v>123456789012345</v></c>', '1')
      ]
      const { report, mentions } = await take('digits.xlsx', workbook(`<row r="1">${head}</row>${rows.join('')}`))
      expect(mentions.map(({ id }) => id)).toEqual(['radio:20261129000000001', 'radio:123456789012345'])
      expect(report.reasons).toEqual([
        `digits.xlsx 工作表“工单” 第 2 行：列“编号”：数字 ${Number(number)} 超过 15 位，表格存不下，原来的数字已经丢了；请把这一列设为文本后重新导出`
      ])
    }
  )

  test('that is none, was cut off, or has no such sheet is refused with its name', async () => {
    await expect(take('none.xlsx', '编号,标题')).rejects.toThrow('none.xlsx：不是 xlsx 工作簿')
    await expect(take('cut.xlsx', workbook('').subarray(0, 200))).rejects.toThrow('cut.xlsx：不是 xlsx 工作簿')
    await expect(take('sheet.xlsx', workbook(''), { sheet: '别的' })).rejects.toThrow('sheet.xlsx：没有工作表“别的”；有：工单')
  })
})

describe('a workbook that is damaged, or made to do harm,', () => {
  const cell = (name: string, value: string) => `<c r="${name}" t="inlineStr"><is><t>${value}</t></is></c>`
  const row = (n: number, title: string) => `<row r="${n}">${cell(`A${n}`, String(n))}${cell(`B${n}`, title)}${cell(`C${n}`, '内容')}</row>`
  const head = `<row r="1">${Object.values(columns)
    .map((name, at) => cell(`${'ABCD'[at]}1`, name))
    .join('')}</row>`
  /** Writes into what the directory says of the sheet. */
  const withSheet = (bytes: Buffer, write: (directory: Buffer) => void): Buffer => {
    write(bytes.subarray(bytes.lastIndexOf('xl/worksheets/sheet9.xml') - 46))
    return bytes
  }

  test('gives the rows before the damage, and says where it is', async () => {
    const { report, mentions } = await take('broken.xlsx', workbook(`${head}${row(2, '早新闻')}<row r="3"><c></row>`))
    expect(mentions.map(({ title }) => title)).toEqual(['早新闻'])
    expect(report.reasons[0]).toMatch(/^broken.xlsx：工作簿的 XML 已损坏：第 \d+ 行.*；之前的已处理$/)
  })

  test('whose words stand in CDATA, or beside a > in an attribute, is read', async () => {
    const rows = `${head}<row r="2">${cell('A2', '2')}${cell('B2', '<![CDATA[停水 & <通知>]]>')}<c r="C2" note=">" t="inlineStr"><is><t>内容</t></is></c></row>`
    expect((await take('cdata.xlsx', workbook(rows))).mentions).toMatchObject([{ title: '停水 & <通知>', text: '内容' }])
  })

  test.each([
    ['a giant cell', () => workbook(`${head}${row(2, '长'.repeat(1_000_001))}`), /有一格超过 100 万字/],
    [
      'entities that grow',
      () =>
        workbook(head, { before: '<!DOCTYPE x [<!ENTITY a "停水停水"><!ENTITY b "&a;&a;&a;">]>', after: `<row r="2">${cell('B2', '&b;')}</row>` }),
      /XML 已损坏/
    ],
    ['more content than it says', () => withSheet(workbook(head), (directory) => directory.writeUInt32LE(7, 24)), /与 zip 目录所写的不符/],
    ['more than 2 GB', () => withSheet(workbook(head), (directory) => directory.writeUInt32LE(3_000_000_000, 24)), /展开后超过 2 GB/],
    ['a password', () => withSheet(workbook(head), (directory) => directory.writeUInt16LE(1, 8)), /工作簿有密码/],
    ['a method that nobody knows', () => withSheet(workbook(head), (directory) => directory.writeUInt16LE(99, 10)), /不认得的压缩方法 99/]
  ])('with %s is refused in words', async (name, bytes, words) => {
    await expect(take(`${name}.xlsx`, bytes())).rejects.toThrow(words)
  })
})

describe('JSON items', () => {
  test('are read by the paths of the columns, from a list or line by line, and a broken one refused alone', async () => {
    const item = (n: number) => JSON.stringify({ n, ticket: { head: `题${n}`, body: '说“{”和\\"' }, time: '2026-11-20 08:00' })
    const more = { columns: { key: 'n', title: 'ticket.head', text: 'ticket.body', publishedAt: 'time' } }
    expect((await take('list.json', `[${item(1)},\n${item(2)}]`, more)).mentions.map(({ title }) => title)).toEqual(['题1', '题2'])
    const { report, mentions } = await take('lines.jsonl', `${item(1)}\n{"n": 2, bad}\n${item(3)}\n{"n": 4`, more)
    expect(mentions.map(({ title }) => title)).toEqual(['题1', '题3'])
    expect(report.reasons).toEqual([
      expect.stringMatching(/^lines.jsonl 第 2 行：不是 JSON/),
      expect.stringMatching(/^lines.jsonl 第 4 行：不是 JSON/)
    ])
    await expect(take('no.json', '[]', more)).rejects.toThrow('no.json：没有 JSON 对象')
  })
})

test('what callers said is kept without their numbers and names, in what is refused too', async () => {
  const more = { columns: { key: '编号', text: '内容', publishedAt: '时间', caller: '来电人' } }
  const rows = [
    '1,"手机13800138000，卡6222020200112233446，证11010519491231002X，金额20261120",2026-11-20,张三丰 022-23456789',
    '2,回电13800138000,不明,李四'
  ]
  const { mentions, letters } = await take('calls.csv', `编号,内容,时间,来电人\n${rows.join('\n')}\n`, more, 'hotline')
  expect(mentions).toMatchObject([
    { text: '手机138****8000，卡6222***********3446，证110105********002X，金额20261120', author: '张某 022-****6789' }
  ])
  expect(letters[0]?.body).toBe('["2","回电138****8000","不明","李某"]')
})
