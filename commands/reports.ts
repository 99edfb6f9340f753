import { constants } from 'node:fs'
import { access, mkdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { strongRandom } from '../adapters/hash.ts'
import { systemClock } from '../adapters/clock.ts'
import { machine } from '../core/actor.ts'
import { InvalidInputError, NotFoundError } from '../core/errors.ts'
import { fileFault } from '../core/file-fault.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import type { ReportRequest } from '../core/reports/make-report.ts'
import { readReports, type ReportRecord } from '../core/reports/report-book.ts'
import { isPeriodKind, isSupervisionKind, ReportKind, reportKindWords } from '../core/reports/report-kind.ts'
import { nextDue } from '../core/reports/report-schedule.ts'
import { openReports } from '../roles/reports.ts'
import { loadProductConfig } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import { configDirectory, type Place } from './place.ts'

export interface ReportsOptions extends Place {
  readonly day?: string
  readonly incident?: string
  readonly entry?: string
  readonly out?: string
  readonly json?: boolean
}

/** `reports make KIND | list | save ID | schedule`. */
export async function reports(action: string, subject: string | undefined, options: ReportsOptions): Promise<void> {
  switch (action) {
    case 'make':
      return await make(subject, options)
    case 'list':
      return await withStores(options, async (stores) => {
        for (const record of await readReports(stores.crawl, systemClock.elapsedMs())) await result(options.json === true ? record : lineOf(record))
      })
    case 'save':
      return await withStores(options, (stores) => save(stores, subject, options))
    case 'schedule':
      return await schedule(options)
    default:
      throw new UsageError(`reports 没有动作 ${action}；可用：make、list、save、schedule`)
  }
}

async function make(subject: string | undefined, options: ReportsOptions): Promise<void> {
  const kind = ReportKind.safeParse(subject)
  if (!kind.success) throw new UsageError(`reports make 需要文种；可用：${kindList()}`)
  const config = await loadProductConfig(configDirectory(options))
  const about = aboutOf(kind.data, options)
  // Before anything is numbered.
  if (options.out !== undefined) await demandFolder(options.out)
  await withStores(
    options,
    async (stores) => {
      const made = openReports({ config, stores, clock: systemClock, drill: false })
      try {
        const id = Buffer.from(strongRandom(12)).toString('hex')
        const record = await made.make({ kind: kind.data, id, cause: `cli:${id}`, ...about }, machine('cli'))
        for (const problem of record.problems) say(problem)
        if (options.out !== undefined) await writeAll(stores, record, options.out)
        await result(options.json === true ? record : lineOf(record))
      } finally {
        await made.close()
      }
    },
    { writes: true }
  )
}

/**
 * A document of supervision is named as `supervision list --json` names it, `事件/supervision-1`, or by its incident and 文号.
 * @throws UsageError
 */
function aboutOf(kind: ReportKind, { day, incident, entry }: ReportsOptions): Pick<ReportRequest, 'day' | 'incidentId' | 'entry'> {
  if (isPeriodKind(kind)) return day === undefined ? {} : { day }
  if (!isSupervisionKind(kind)) return incident === undefined ? {} : { incidentId: incident }
  const slash = (entry ?? '').lastIndexOf('/')
  const incidentId = slash < 0 ? incident : entry?.slice(0, slash)
  if (entry === undefined || incidentId === undefined)
    throw new UsageError(`${reportKindWords[kind]}只能由督办台账中已签发的文书生成：--entry 事件/supervision-1，见 supervision list --json`)
  return { incidentId, entry: entry.slice(slash + 1) }
}

async function save(stores: Stores, id: string | undefined, options: ReportsOptions): Promise<void> {
  if (id === undefined) throw new UsageError('reports save 需要报告编号，见 reports list')
  const record = (await readReports(stores.crawl, systemClock.elapsedMs())).find((one) => one.id === id)
  if (record === undefined) throw new NotFoundError(`没有编号为 ${id} 的报告`)
  const folder = options.out ?? '.'
  await demandFolder(folder)
  await writeAll(stores, record, folder)
}

async function writeAll(stores: Stores, record: ReportRecord, folder: string): Promise<void> {
  for (const { key, name } of record.files) {
    const kept = await stores.evidence.get(key)
    if (kept === null) throw new NotFoundError(`报告文件 ${key} 不在证据库中`)
    const to = path.join(folder, name)
    await writeFile(to, kept.bytes).catch((error: unknown) => {
      throw new InvalidInputError(`写不了文件 ${to}：${fileFault(error)}`)
    })
    say(to)
  }
}

/** Made where it is missing. @throws InvalidInputError where nothing could be written into it */
async function demandFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    if ((await stat(folder)).isDirectory()) return await access(folder, constants.W_OK)
  } catch (error) {
    throw new InvalidInputError(`写不进文件夹 ${folder}：${fileFault(error)}；没有写出报告`)
  }
  throw new InvalidInputError(`${folder} 不是文件夹；没有写出报告`)
}

async function schedule(options: ReportsOptions): Promise<void> {
  const { reports: settings, contacts } = await loadProductConfig(configDirectory(options))
  if (settings.settings.schedule.length === 0) say('没有定时报告；在 wanglou.yaml 的 reports.schedule 里写明')
  for (const time of settings.settings.schedule) {
    const { dueAt } = nextDue(time, systemClock.now())
    const to = time.to.map((id) => contacts.find((contact) => contact.id === id)?.name ?? id).join('、') || '不发送'
    await result(
      options.json === true
        ? { ...time, nextAt: dueAt }
        : [reportKindWords[time.kind], `下次 ${chinaWallTime(dueAt)}`, to, time.channels.join('、')].join('\t')
    )
  }
}

function lineOf({ id, kind, number, title, madeAt, files }: ReportRecord): string {
  return [id, reportKindWords[kind], number, chinaWallTime(madeAt), files.map(({ format }) => format).join('、'), title].join('\t')
}

function kindList(): string {
  return ReportKind.options.map((kind) => `${kind}（${reportKindWords[kind]}）`).join('、')
}
