import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { ArchiveRules } from '../core/archive/rules.ts'
import { AnswerRules } from '../core/answers/answer-rules.ts'
import { Jurisdiction } from '../core/department.ts'
import { ConfigError } from '../core/errors.ts'
import { fileFault } from '../core/file-fault.ts'
import { GradingTable } from '../core/grading.ts'
import { ReportSettings } from '../core/reports/report-settings.ts'
import type { RulePack } from '../core/rule.ts'
import { PasswordProfiles, type PasswordProfile } from '../core/password-profile.ts'
import { StagedCountdowns } from '../core/staged-countdown.ts'
import { SupervisionRules } from '../core/supervision.ts'
import { ReplyTemplates } from '../core/reply-template.ts'
import { WordingTemplates } from '../core/wording-template.ts'
import { Checklists } from '../core/checklist.ts'
import { readCalendar } from './calendar.ts'
import { warnOfVainChecklists } from './checklist-check.ts'
import { Cluster } from './cluster.ts'
import { checkRegions } from './check-regions.ts'
import { crossCheck } from './cross-check.ts'
import { warnOfDuty } from './duty-check.ts'
import { warnOfPolicyGaps } from './policy-check.ts'
import { readPastDecisions } from './past-decisions.ts'
import { readReportTemplates } from './reports.ts'
import { resolvePack, RulePackFile } from './rule-pack.ts'
import { Channels, ConfigFile, Contacts, Departments, Outlets, PolicyFile, Rosters, Sources, type Config, type Extensions } from './schema.ts'
import { TermLists } from './term-lists.ts'
import { problemLine, YamlFile, type Path, type Problem } from './yaml-file.ts'

const shippedReplies = fileURLToPath(new URL('reply-templates.yaml', import.meta.url))
const shippedTemplates = fileURLToPath(new URL('wording-templates.yaml', import.meta.url))

/** A part with the file it stands in, so that later checks can name the place. */
export interface Part<T> {
  readonly value: T
  readonly file: YamlFile
  readonly at: Path
}

export type Parts = {
  readonly [K in 'jurisdiction' | 'grading' | 'policy' | 'departments' | 'contacts' | 'rosters' | 'channels' | 'sources' | 'outlets']: Part<Config[K]>
} & { readonly packs: readonly Part<RulePack>[] }

/**
 * Reads `wanglou.yaml` of a folder and all that it names.
 * @throws ConfigError with every problem at once, one line each: `file:line:column field: reason`.
 */
export async function loadConfig(directory: string, extensions: Extensions): Promise<Config> {
  const main = await open(path.join(directory, 'wanglou.yaml'), [])
  const top = main.problems.length > 0 ? undefined : main.check(ConfigFile)
  if (top === undefined) throw failed(main.problems)

  const files: YamlFile[] = [main]
  const jurisdiction = await part(main, files, 'jurisdiction', top.jurisdiction, Jurisdiction.strict())
  const grading = await part(main, files, 'grading', top.grading, GradingTable)
  const policy = await part(main, files, 'policy', top.policy, PolicyFile)
  const departments = await part(main, files, 'departments', top.departments, Departments)
  const contacts = await part(main, files, 'contacts', top.contacts, Contacts)
  const rosters = await part(main, files, 'rosters', top.rosters, Rosters)
  const channels = await part(main, files, 'channels', top.channels, Channels)
  const sources = await part(main, files, 'sources', top.sources, Sources)
  const outlets = await part(main, files, 'outlets', top.outlets, Outlets)
  const reports = await part(main, files, 'reports', top.reports, ReportSettings)
  const cluster = await part(main, files, 'cluster', top.cluster, Cluster)
  const staged = top.stagedCountdowns === undefined ? null : await part(main, files, 'stagedCountdowns', top.stagedCountdowns, StagedCountdowns)
  const archive = top.archive === undefined ? null : await part(main, files, 'archive', top.archive, ArchiveRules)
  const supervision = top.supervision === undefined ? null : await part(main, files, 'supervision', top.supervision, SupervisionRules)
  const wordingTemplates = await part(main, files, 'wordingTemplates', top.wordingTemplates ?? shippedTemplates, WordingTemplates)
  const replyTemplates = await part(main, files, 'replyTemplates', top.replyTemplates ?? shippedReplies, ReplyTemplates)
  const checklists = await part(main, files, 'checklists', top.checklists, Checklists)
  const answers = await part(main, files, 'answers', top.answers, AnswerRules)
  const profiles = await part(main, files, 'passwordProfiles', top.passwordProfiles, PasswordProfiles)
  const passwords = chosenProfile(main, top.signIn.passwords, profiles?.value)
  const holidays = await readCalendar(path.resolve(directory, top.calendar ?? '../calendar'))
  files.push(...holidays.files)
  const packs: Part<RulePack>[] = []
  const lists = new TermLists(directory)
  for (const [index, name] of top.packs.entries()) {
    const pack = await part(main, files, `packs.${index}`, name, RulePackFile)
    if (pack !== undefined) packs.push(await resolvePack(pack, lists))
  }
  const problems = (): Problem[] => files.flatMap((file) => file.problems)
  if (!jurisdiction || !grading || !policy || !departments || !contacts || !rosters || !channels || !sources || !outlets || !cluster || !answers)
    throw failed(problems())
  if (!reports || !wordingTemplates || !replyTemplates || !checklists || !passwords) throw failed(problems())
  const parts = { jurisdiction, grading, policy, departments, contacts, rosters, channels, sources, outlets, packs }
  crossCheck(parts, extensions)
  warnOfVainChecklists(checklists, packs)
  for (const { field, reason } of extensions.clusterFaults?.(cluster.value) ?? [])
    cluster.file.problem([...cluster.at, ...field.split('.').slice(1)], reason)
  for (const { field, reason } of (await extensions.channelFaults?.(channels.value)) ?? [])
    channels.file.problem([...channels.at, ...field.split('.').slice(1)], reason)
  const gazetteer = [top.gazetteer].flat()
  checkFolders(main, directory, [...gazetteer.map((folder) => ['gazetteer', folder] as const), ['lexicon', top.lexicon], ['calendar', top.calendar]])
  for (const { index, field, reason } of extensions.sourceFaults?.(sources.value) ?? [])
    sources.file.problem([...sources.at, index, ...field.split('.')], reason)
  await checkRegions(
    parts,
    main,
    gazetteer.map((folder) => path.resolve(directory, folder))
  )
  const past = await readPastDecisions(
    directory,
    departments.value.map(({ id }) => id)
  )
  const { templates, problems: templateProblems } = await readReportTemplates(directory)
  checkReportContacts(reports, contacts.value)
  const all = [...problems(), ...past.problems, ...templateProblems]
  if (all.length > 0 || templates === null) throw failed(all)
  if (extensions.now !== undefined) {
    warnOfDuty({ main, ...parts, calendar: holidays.calendar, staged: staged?.value ?? null }, extensions.now)
    warnOfPolicyGaps(parts, staged?.value ?? null)
  }
  return {
    directory,
    warnings: files.flatMap(({ warnings }) => warnings.map(problemLine)),
    unit: top.unit,
    jurisdiction: jurisdiction.value,
    packs: packs.map((pack) => pack.value),
    packTexts: packs.map(({ value: { id }, file: { file, text } }) => ({ id, file, text })),
    grading: grading.value,
    policy: staged?.value === undefined ? policy.value : { ...policy.value, staged: staged.value },
    departments: departments.value,
    pastDecisions: past.decisions,
    contacts: contacts.value,
    rosters: rosters.value,
    calendar: holidays.calendar,
    stagedCountdowns: staged?.value ?? null,
    supervision: supervision?.value ?? null,
    wordingTemplates: wordingTemplates.value,
    replyTemplates: replyTemplates.value,
    checklists: checklists.value,
    answers: answers.value,
    channels: channels.value,
    sources: sources.value,
    outlets: outlets.value,
    reports: { settings: reports.value, templates },
    cluster: cluster.value,
    archive: archive?.value ?? null,
    assistant: top.assistant,
    heartbeat: top.heartbeat,
    webhooks: top.webhooks,
    signLinks: top.signLinks,
    signIn: { ...top.signIn, passwords },
    revisit: top.revisit,
    wallDistricts: top.wall?.districts ?? null,
    gazetteer: gazetteer.map((folder) => path.resolve(directory, folder)),
    lexicon: path.resolve(directory, top.lexicon),
    assessThreads: top.assessThreads
  }
}

function checkReportContacts({ value, file, at }: Part<ReportSettings>, contacts: Config['contacts']): void {
  for (const [index, { to }] of value.schedule.entries())
    for (const [place, id] of to.entries())
      if (!contacts.some((contact) => contact.id === id)) file.problem([...at, 'schedule', index, 'to', place], `没有这个联系人：${id}`)
}

function chosenProfile(main: YamlFile, id: string, profiles: readonly PasswordProfile[] | undefined): PasswordProfile | undefined {
  const chosen = profiles?.find((profile) => profile.id === id)
  if (profiles !== undefined && chosen === undefined)
    main.problem(['signIn', 'passwords'], `没有这套口令规则：${id}；可用：${profiles.map((profile) => profile.id).join('、')}`)
  return chosen
}

function checkFolders(main: YamlFile, directory: string, folders: readonly (readonly [string, string | undefined])[]): void {
  for (const [field, folder] of folders) {
    if (folder !== undefined && !existsSync(path.resolve(directory, folder))) main.problem([field], `找不到文件夹 ${folder}`)
  }
}

async function part<T>(main: YamlFile, files: YamlFile[], field: string, value: T | string, schema: z.ZodType<T>): Promise<Part<T> | undefined> {
  const at = field.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step))
  if (typeof value !== 'string') return { value, file: main, at }
  const file = await open(path.resolve(path.dirname(main.file), value), at, main)
  files.push(file)
  if (file.problems.length > 0) return undefined
  const checked = file.check(schema)
  return checked === undefined ? undefined : { value: checked, file, at: [] }
}

async function open(file: string, at: Path, namedIn?: YamlFile): Promise<YamlFile> {
  try {
    return await YamlFile.read(path.relative(process.cwd(), file) || file)
  } catch (error) {
    const reason = `读不到文件 ${file}：${fileFault(error)}`
    if (namedIn === undefined) throw new ConfigError(reason, { cause: error })
    namedIn.problem(at, reason)
    return new YamlFile(file, '')
  }
}

function failed(problems: readonly Problem[]): ConfigError {
  return new ConfigError(`配置有 ${problems.length} 处错误:\n${problems.map((problem) => `  ${problemLine(problem)}`).join('\n')}`)
}
