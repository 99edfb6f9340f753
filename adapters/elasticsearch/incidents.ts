import { ConflictError, InvalidInputError } from '../../core/errors.ts'
import { severityOf } from '../../core/grade.ts'
import { nextDueAt } from '../../core/incident/next-due.ts'
import type { QueuePlace } from '../../core/incident/queue-place.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Instant } from '../../core/instant.ts'
import { lookAtOf, lookNow, type LookAt } from '../../core/look-at.ts'
import type { IncidentFilter, IncidentLooks, IncidentStamps, IncidentStore } from '../../core/ports.ts'
import { Documents, type DocumentVersion } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'
import { Remembered } from './remembered.ts'
import type { Query } from './search-pages.ts'

/** `grade` is empty where there is none, so that none can be asked for. */
interface IncidentSource {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly grade: string
  readonly severity: number
  readonly nextDueAt: string | null
  readonly openedAt: string
  /** Absent in what was stored before such moments were. */
  readonly lookAt?: LookAt
  readonly document: string
}

export const incidentKind: IndexKind = {
  name: 'incidents',
  version: 1,
  dated: false,
  shards: 1,
  properties: {
    id: { type: 'keyword' },
    version: { type: 'integer', index: false, doc_values: false },
    status: { type: 'keyword' },
    grade: { type: 'keyword' },
    severity: { type: 'byte' },
    nextDueAt: { type: 'keyword' },
    openedAt: { type: 'keyword' },
    lookAt: { type: 'keyword' },
    document: storedText
  }
}

const mostUrgentFirst = [
  { severity: 'desc' as const },
  { nextDueAt: { order: 'asc' as const, missing: '_last' } },
  { openedAt: 'desc' as const },
  { id: 'asc' as const }
]

/** A long timeline is a large document. */
const documentsAPage = 200
const idsAPage = 5000
/** One page, for which no view of the index has to be held open each second. */
const mostDue = 10_000
const mostRemembered = 10_000

/**
 * Writes are compare-and-set on the write that was read: the sequence number of a document whose stored version is the expected
 * one. When the answer to a write is lost, the same call again ends in ConflictError though the write was done; `update` reads
 * again then and finds its cause on the timeline.
 */
export function createIncidentStore(deps: StoreDeps): IncidentStore & IncidentLooks & IncidentStamps {
  const documents = new Documents<IncidentSource>(deps, incidentKind)
  const remembered = new Remembered<DocumentVersion & { readonly version: number }>(mostRemembered)

  async function read(id: string): Promise<IncidentSource | null> {
    const found = await documents.get(id)
    if (found === null) return null
    remembered.set(id, { seqNo: found.seqNo, primaryTerm: found.primaryTerm, version: found.source.version })
    return found.source
  }

  async function write(document: IncidentDocument, expectedVersion: number): Promise<DocumentVersion | null> {
    const { id } = document
    if (expectedVersion === 0) return documents.create(id, sourceOf(document))
    if (remembered.get(id)?.version !== expectedVersion) await read(id)
    const known = remembered.get(id)
    return known?.version === expectedVersion ? documents.replace({ ...known, id }, sourceOf(document)) : null
  }

  return {
    async get(id) {
      const source = await read(id)
      return source === null ? null : (JSON.parse(source.document) as IncidentDocument)
    },
    async put(document, expectedVersion) {
      const { id, version } = document
      if (version <= expectedVersion) {
        throw new InvalidInputError(`incident ${id}: version ${version} does not follow ${expectedVersion}`, { metadata: { id } })
      }
      const written = await write(document, expectedVersion)
      if (written === null) {
        remembered.forget(id)
        throw new ConflictError(`incident ${id} is not at version ${expectedVersion}`, { metadata: { id, expectedVersion } })
      }
      remembered.set(id, { ...written, version })
    },
    async list(filter) {
      const found = await documents.search({ query: queryOf(filter), sort: mostUrgentFirst, limit: filter.limit, pageSize: documentsAPage })
      return found.map(({ source }) => JSON.parse(source.document) as IncidentDocument)
    },
    async stamps() {
      const found = await documents.versions({ query: { match_all: {} }, sort: [{ id: 'asc' }], limit: Infinity, pageSize: idsAPage })
      return found.map(({ id, seqNo, primaryTerm }) => ({ id, stamp: `${primaryTerm}.${seqNo}` }))
    },
    openIds: () => documents.ids({ query: { term: { status: 'open' } }, sort: mostUrgentFirst, limit: Infinity, pageSize: idsAPage }),
    dueIds: (now) => documents.ids({ query: dueQuery(now), sort: mostUrgentFirst, limit: mostDue, pageSize: mostDue }),
    async openAfter(id, limit) {
      const query = { bool: { filter: [{ term: { status: 'open' } }, ...(id === null ? [] : [{ range: { id: { gt: id } } }])] } }
      const found = await documents.search({ query, sort: [{ id: 'asc' }], limit, pageSize: limit })
      return found.map(({ source }) => ({ document: JSON.parse(source.document) as IncidentDocument, lookAt: source.lookAt ?? lookNow }))
    },
    async noteLookAt(document) {
      const found = await documents.get(document.id)
      if (found?.source.version !== document.version) return
      // Somebody else was faster, and wrote it too.
      const noted = await documents.replace(found, { ...found.source, lookAt: lookAtOf(document) })
      if (noted !== null) remembered.set(document.id, { ...noted, version: document.version })
    }
  }
}

function dueQuery(now: Instant): Query {
  const due = [{ range: { lookAt: { lte: now } } }, { bool: { must_not: [{ exists: { field: 'lookAt' } }] } }]
  return { bool: { filter: [{ term: { status: 'open' } }], should: due, minimum_should_match: 1 } }
}

function queryOf({ status, grades, after }: IncidentFilter): Query {
  const filter: Query[] = []
  if (status !== undefined) filter.push({ terms: { status: [...status] } })
  if (grades !== undefined) filter.push({ terms: { grade: grades.map((grade) => grade ?? '') } })
  if (after !== undefined) filter.push(behind(after))
  return { bool: { filter } }
}

/** Behind a place of the queue, in the order of `mostUrgentFirst`. */
function behind({ severity, nextDueAt: due, openedAt, id }: QueuePlace): Query {
  const later = anyOf({ range: { openedAt: { lt: openedAt } } }, allOf({ term: { openedAt } }, { range: { id: { gt: id } } }))
  const withoutDue: Query = { bool: { must_not: [{ exists: { field: 'nextDueAt' } }] } }
  const within =
    due === null ? allOf(withoutDue, later) : anyOf({ range: { nextDueAt: { gt: due } } }, withoutDue, allOf({ term: { nextDueAt: due } }, later))
  return anyOf({ range: { severity: { lt: severity } } }, allOf({ term: { severity } }, within))
}

function anyOf(...should: Query[]): Query {
  return { bool: { should, minimum_should_match: 1 } }
}

function allOf(...filter: Query[]): Query {
  return { bool: { filter } }
}

function sourceOf(document: IncidentDocument): IncidentSource {
  const { id, version, state } = document
  return {
    id,
    version,
    status: state.status,
    grade: state.grade ?? '',
    severity: severityOf(state.grade),
    nextDueAt: nextDueAt(document.state),
    openedAt: state.openedAt,
    lookAt: lookAtOf(document),
    document: JSON.stringify(document)
  }
}
