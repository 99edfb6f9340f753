import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readReportTemplates } from '../../../config/reports.ts'
import { problemLine } from '../../../config/yaml-file.ts'
import { ReportKind } from '../../../core/reports/report-kind.ts'

let folder = ''
afterEach(() => rm(folder, { recursive: true, force: true }))

async function read(lines: string[]): ReturnType<typeof readReportTemplates> {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-templates-'))
  await mkdir(path.join(folder, 'reports'))
  await writeFile(path.join(folder, 'reports/daily.yaml'), lines.join('\n'))
  return await readReportTemplates(folder)
}

const head = ['kind: daily', 'layout: bulletin', 'letterhead: 本市日报', 'number: 第{issue}期', "title: '{day}日报'"]

describe('templates that a city edits', () => {
  it('are the shipped ones where a city has none of its own', async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wanglou-templates-'))
    const { templates, problems } = await readReportTemplates(folder)
    expect(problems).toEqual([])
    expect(Object.keys(templates ?? {})).toEqual(ReportKind.options)
  })

  it('stand before the shipped ones', async () => {
    const { templates } = await read([...head, 'body:', '  - text: 共{mentions}条'])
    expect(templates?.daily.letterhead).toBe('本市日报')
    expect(templates?.weekly.letterhead).toBe('网络舆情周报')
  })

  it('are refused under a name that no kind has: nobody would read it', async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wanglou-templates-'))
    await mkdir(path.join(folder, 'reports'))
    await writeFile(path.join(folder, 'reports/dialy.yaml'), 'kind: daily')
    const { templates, problems } = await readReportTemplates(folder)
    expect(templates).toBeNull()
    expect(problems.map(problemLine).join('\n')).toMatch(/dialy\.yaml:1:1 .*没有这个名字的报告模板.*daily\.yaml/)
  })

  it('are refused for an unknown field, with file, line and what there is', async () => {
    const { templates, problems } = await read([...head, 'body:', '  - heading: 一、总体', '  - text: 共{mention}条'])
    expect(templates).toBeNull()
    expect(problems.map(problemLine).join('\n')).toMatch(/daily\.yaml:8:\d+ body\.1\.text: 没有字段 \{mention\}；日报此处可用：.*mentions/)
  })

  it.each([
    ['a field of an incident outside of its loop', ['  - text: "{incident.title}"'], /body\.0\.text: 没有字段 \{incident\.title\}/],
    ['a loop of another kind', ['  - each: timeline', '    empty: 无', '    body: [{text: "{event.words}"}]'], /body\.0\.each: 日报没有 timeline/],
    ['a table of another kind', ['  - {table: timeline, caption: 经过}'], /body\.0\.table: 日报没有 timeline/],
    ['an unknown chart', ['  - {chart: pie, caption: 图}'], /daily\.yaml:7/],
    ['an unknown part', ['  - {picture: x}'], /daily\.yaml:7/]
  ])('are refused for %s', async (_, body, reason) => {
    const { problems } = await read([...head, 'body:', ...body])
    expect(problems.map(problemLine).join('\n')).toMatch(reason)
  })
})
