import type { Actor } from '../actor.ts'
import { dayOf, yearOf } from '../china-day.ts'
import type { Clock } from '../clock.ts'
import { RefusedError } from '../errors.ts'
import type { AuditLog, CrawlState, EvidenceStore } from '../ports.ts'
import { asEdition, editPaper, type PaperEdit } from './edit-paper.ts'
import { addEdit, demandNewest, editionFor, issueFor, readReports, type ReportRecord } from './report-book.ts'
import { isSupervisionKind, reportKindWords } from './report-kind.ts'
import { keepPaper, readPaper } from './stored-paper.ts'
import { writeFiles, type ReportWriters } from './write-files.ts'

export interface EditReportDeps {
  readonly stores: {
    readonly crawl: Pick<CrawlState, 'enqueue' | 'pending'>
    readonly evidence: Pick<EvidenceStore, 'put' | 'get'>
    readonly audit: Pick<AuditLog, 'append'>
  }
  readonly clock: Clock
  readonly writers: ReportWriters
}

export interface EditRequest {
  readonly id: string
  readonly base: ReportRecord
  readonly edits: readonly PaperEdit[]
}

/** Why the words of this paper cannot be changed; null: they can. */
export function uneditableBecause({ kind, paper }: Pick<ReportRecord, 'kind' | 'paper'>): string | null {
  if (isSupervisionKind(kind)) return `${reportKindWords[kind]}以督办台账中签发的文书为准，不能在报告里改`
  return paper === null ? '这份报告没有留底稿（由旧版程序生成），请重新生成' : null
}

/**
 * The paper once more in the words of a person, as its next edition; the one before stays as it was. The ledger beside it has no words to
 * change and goes with it as it is. @throws RefusedError, InvalidInputError; ConflictError where a newer edition is there
 */
export async function editReport(deps: EditReportDeps, { id, base, edits }: EditRequest, actor: Actor): Promise<ReportRecord> {
  const { stores, clock } = deps
  const why = uneditableBecause(base)
  if (why !== null || base.paper === null) throw new RefusedError(why ?? '')
  const records = await readReports(stores.crawl, clock.elapsedMs())
  const known = records.find((record) => record.id === id)
  if (known !== undefined) return known
  demandNewest(records, base)
  const words = editPaper(await readPaper(stores.evidence, base.paper), edits)
  const edition = await nextEdition(deps, base, id)
  const paper = asEdition(words, edition)
  const madeAt = clock.now()
  const { files, problems } = await writeFiles(deps, paper, null, madeAt)
  const record: ReportRecord = {
    ...base,
    id,
    cause: `edit:${base.id}:${id}`,
    title: paper.title,
    number: paper.number,
    madeAt,
    madeBy: actor,
    edition,
    files: [...files, ...base.files.filter(({ format }) => format === 'xlsx')],
    problems,
    paper: await keepPaper(stores.evidence, paper, madeAt),
    editedFrom: base.id
  }
  await addEdit(stores.crawl, base, record, clock.elapsedMs())
  const hashes = record.files.map(({ format, key }) => `${format}:${key}`).join(' ')
  const changed = edits.map(({ place }) => (place < 0 ? '标题' : `第 ${place + 1} 段`)).join('、')
  await stores.audit.append([
    { at: madeAt, actor, action: 'report.edit', subject: id, detail: `由 ${base.id} 改：${changed || '没有改动'}；${record.number} ${hashes}` }
  ])
  return record
}

/** By the same count as papers that are made anew. */
async function nextEdition({ stores, clock }: EditReportDeps, base: ReportRecord, id: string): Promise<number> {
  const { kind, from, incidentId, head, madeAt } = base
  if (from !== null) return await editionFor(stores.crawl, { kind, from, cause: `edit:${id}` }, clock.elapsedMs())
  return (await issueFor(stores.crawl, { kind, incidentId, head }, yearOf(dayOf(madeAt)), clock.elapsedMs())).edition
}
