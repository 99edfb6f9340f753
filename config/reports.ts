import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ReportKind, reportKindWords } from '../core/reports/report-kind.ts'
import { ReportTemplate, type ReportTemplates } from '../core/reports/report-template.ts'
import { templateFaults } from '../core/reports/template-faults.ts'
import { YamlFile, type Problem } from './yaml-file.ts'

const shipped = fileURLToPath(new URL('./reports', import.meta.url))

/** Folder of a city's own templates beside its `wanglou.yaml`; a kind that it does not have is the shipped one. */
export const templateFolder = 'reports'

/** The templates of every kind, `daily.yaml` for the kind `daily`; a fault names file, line and field. */
export async function readReportTemplates(directory: string): Promise<{ readonly templates: ReportTemplates | null; readonly problems: Problem[] }> {
  const read = await Promise.all(ReportKind.options.map((kind) => readOne(directory, kind)))
  const problems = [...read.flatMap((one) => one.problems), ...(await strangers(directory))]
  const templates = read.flatMap(({ template }) => (template === null ? [] : [[template.kind, template] as const]))
  const whole = problems.length === 0 && templates.length === ReportKind.options.length
  return { templates: whole ? (Object.fromEntries(templates) as ReportTemplates) : null, problems }
}

/** What stands in the city's folder and is no template's name: a template that nobody would read. */
async function strangers(directory: string): Promise<Problem[]> {
  const folder = path.resolve(directory, templateFolder)
  if (!existsSync(folder)) return []
  const known: ReadonlySet<string> = new Set(ReportKind.options.map((kind) => `${kind}.yaml`))
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/i.test(name) && !known.has(name)).toSorted()
  return names.map((name) => {
    const file = path.join(folder, name)
    const reason = `没有这个名字的报告模板，不会被读取；可用：${[...known].join('、')}`
    return { file: path.relative(process.cwd(), file) || file, line: 1, column: 1, field: '', reason }
  })
}

async function readOne(directory: string, kind: ReportKind): Promise<{ template: ReportTemplate | null; problems: Problem[] }> {
  const own = path.resolve(directory, templateFolder, `${kind}.yaml`)
  const found = existsSync(own) ? own : path.join(shipped, `${kind}.yaml`)
  const file = await YamlFile.read(path.relative(process.cwd(), found) || found)
  const template = file.problems.length > 0 ? undefined : file.check(ReportTemplate)
  if (template === undefined) return { template: null, problems: file.problems }
  if (template.kind !== kind) file.problem(['kind'], `这个文件应是 ${kind}（${reportKindWords[kind]}）的模板`)
  for (const { path: at, reason } of templateFaults(template)) file.problem(at, reason)
  return { template, problems: file.problems }
}
