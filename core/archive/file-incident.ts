import { dayOf, yearOf } from '../china-day.ts'
import { NotFoundError } from '../errors.ts'
import { archive } from '../incident/archive.ts'
import { headHash, type IncidentDocument } from '../incident/state.ts'
import { update, type Change, type IncidentWriter } from '../incident/update.ts'
import type { Stores } from '../ports.ts'
import { packageFile, type Archives, type MadePackage, type PackageOrder } from './archives.ts'
import { demandArchivable } from './demand-archivable.ts'
import { archiveNumber, keptForWords, type ArchiveRules } from './rules.ts'

export interface ArchiveDeps {
  readonly stores: Pick<Stores, 'incidents' | 'audit'>
  readonly writer: IncidentWriter
  readonly archives: Archives
  readonly rules: ArchiveRules | null
  /** Name of the authority, for the package. */
  readonly unit: string
}

/**
 * 归档: makes the package, enters its root hash in the audit trail, and ends the timeline with it. What is refused leaves no package;
 * where the incident changed meanwhile the package is thrown away, and its number stays unused.
 * @throws NotFoundError, ForbiddenError, RefusedError
 */
export async function fileIncident(deps: ArchiveDeps, id: string, change: Change): Promise<IncidentDocument> {
  const context = { now: change.at, actor: change.actor }
  const document = await found(deps.stores, id)
  const kept = demandArchivable(document.state, deps.rules, context)
  const year = yearOf(dayOf(change.at))
  const item = await deps.archives.allot(year)
  const number = deps.rules === null ? '' : archiveNumber(deps.rules, kept, year, item)
  const file = packageFile(year, item)
  try {
    const made = await deps.archives.make(await orderOf(deps, document, change, { number, keptFor: keptForWords(kept) }), file)
    // Before the timeline: nothing is filed whose root hash is not on record elsewhere.
    await enterRoot(deps, change, id, 'archive.made', `档号 ${number}`, made)
    const { root, sha256, bytes, mentions, evidence, missing } = made
    const filed = { file, root, sha256, bytes, mentions, evidence, missing, headHash: headHash(document) }
    return await update(deps.writer, id, change, (state, events) => archive(state, events, { rules: deps.rules, number, package: filed }, context))
  } finally {
    // It may be filed though its announcement failed, and not filed though nothing did: the same order given twice is done once.
    if ((await deps.stores.incidents.get(id))?.state.after?.filed?.package.file !== file) await deps.archives.discard(file)
  }
}

/** A package of an incident as it stands, to hand over before it is filed or again; its root hash is entered too. */
export async function copyIncident(deps: ArchiveDeps, id: string, change: Change): Promise<MadePackage> {
  const document = await found(deps.stores, id)
  const order = await orderOf(deps, document, change, { number: null, keptFor: null })
  const made = await deps.archives.make(order, `copy-${deps.writer.sha256(change.cause).slice(0, 16)}.tar`)
  await enterRoot(deps, change, id, 'archive.copied', `时间线 ${document.events.length} 条`, made)
  return made
}

async function found({ incidents }: ArchiveDeps['stores'], id: string): Promise<IncidentDocument> {
  const document = await incidents.get(id)
  if (document === null) throw new NotFoundError(`没有编号为 ${id} 的事件`)
  return document
}

async function orderOf(
  { stores, unit }: ArchiveDeps,
  document: IncidentDocument,
  { at, actor }: Change,
  filing: Pick<PackageOrder, 'number' | 'keptFor'>
): Promise<PackageOrder> {
  const absorbed = await Promise.all(document.state.absorbed.map((id) => stores.incidents.get(id)))
  return {
    documents: [document, ...absorbed.filter((one) => one !== null)],
    ...filing,
    madeAt: at,
    madeBy: actor.kind === 'person' ? actor.name : '系统',
    unit
  }
}

async function enterRoot(
  { stores }: ArchiveDeps,
  { at, actor }: Change,
  subject: string,
  action: string,
  what: string,
  { root, bytes, file }: MadePackage
): Promise<void> {
  await stores.audit.append([{ at, actor, action, subject, detail: `${what}；${file}，${bytes} 字节；根哈希 ${root}` }])
}
