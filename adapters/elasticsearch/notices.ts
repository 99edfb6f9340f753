import { ConflictError, InvalidInputError } from '../../core/errors.ts'
import type { Notice } from '../../core/notice.ts'
import { requestedRow } from '../../core/notice-row.ts'
import type { ProvenStage } from '../../core/notice-stage.ts'
import { atLeast } from '../../core/proven-stages.ts'
import type { NoticeCounts, NoticeStore } from '../../core/ports.ts'
import { createArrivals } from './arrivals.ts'
import { writeBulk } from './bulk.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { Documents } from './documents.ts'
import { StoreRefusedError } from './errors.ts'
import { maxLeaseMs } from './lease-time.ts'
import { claimNotices } from './notice-claims.ts'
import { advanceNotices, endStepUps, noticesToStepUp } from './notice-stages.ts'
import { noticeKind, noticeRow, type HeldNotice, type NoticeSource } from './notice-source.ts'
import { settleNotice } from './notice-settling.ts'
import type { StoreDeps } from './open.ts'
import { Remembered } from './remembered.ts'
import { holdNotice, releaseNotices } from './waiting-notices.ts'
import type { Query } from './search-pages.ts'

type ListFilter = Parameters<NoticeStore['list']>[0]

const mostHeld = 1000
const rowsAPage = 1000

export function createNoticeStore(deps: StoreDeps): NoticeStore {
  const documents = new Documents<NoticeSource>(deps, noticeKind)
  const held = new Remembered<HeldNotice>(mostHeld)
  const arrivals = createArrivals(deps.clock)
  return {
    request: (notices) => requestNotices(deps, documents, notices, arrivals),
    async claim(options) {
      if (!(options.leaseMs > 0 && options.leaseMs <= maxLeaseMs)) throw new InvalidInputError(`a notice lease lasts at most ${maxLeaseMs} ms`)
      const claimed = await claimNotices(deps, documents, options)
      for (const one of claimed) held.set(one.source.id, one)
      return claimed.map(({ source }) => ({ row: noticeRow(source), fence: source.fence }))
    },
    async settle(id, fence, outcome) {
      const known = held.get(id)
      held.forget(id)
      const settled = await settleNotice(deps, documents, { id, fence, outcome, known: known?.source.fence === fence ? known : null })
      if (!settled) throw new ConflictError(`notice ${id}: another holder has it`, { metadata: { id, fence } })
    },
    async hold(id, fence, waiting) {
      held.forget(id)
      if (!(await holdNotice(documents, deps.random, { id, fence, waiting })))
        throw new ConflictError(`notice ${id}: another holder has it`, { metadata: { id, fence } })
    },
    release: (ids, to) => releaseNotices(documents, deps.random, ids, to),
    async get(id) {
      const found = await documents.get(id)
      return found === null ? null : noticeRow(found.source)
    },
    advance: (ids, stage, mark) => advanceNotices(documents, ids, stage, mark),
    toStepUp: (now, limit) => noticesToStepUp(documents, now, limit),
    endStepUp: (ids) => endStepUps(documents, ids),
    async list(filter) {
      const sort = [{ arrival: 'desc' as const }, { id: 'desc' as const }]
      const found = await documents.search({ query: queryOf(filter), sort, limit: filter.limit, pageSize: rowsAPage })
      return found.map(({ source }) => noticeRow(source))
    },
    counts: () => countNotices(deps, documents)
  }
}

/** A write whose answer was lost and that was sent again counts as one that existed: the ids tell of what is new, never less than what is there. */
async function requestNotices(
  deps: StoreDeps,
  documents: Documents<NoticeSource>,
  notices: readonly Notice[],
  arrivals: () => number
): Promise<string[]> {
  if (notices.length === 0) return []
  const writes = notices.map((notice) => ({
    action: { create: { _index: documents.index, _id: notice.id } },
    document: { ...sourceOf(notice, arrivals()) }
  }))
  const outcomes = await writeBulk(deps, writes)
  return notices
    .filter(({ id }, index) => {
      const outcome = outcomes[index]
      if (outcome?.kind !== 'done' && outcome?.kind !== 'conflict') {
        throw new StoreRefusedError(`Elasticsearch：通知 ${id} 未被收下：${JSON.stringify(outcome)}`, { metadata: { id } })
      }
      return outcome.kind === 'done'
    })
    .map(({ id }) => id)
}

function sourceOf(notice: Notice, arrival: number): NoticeSource {
  return {
    id: notice.id,
    subjectId: notice.subject.id,
    channel: notice.channel,
    state: 'queued',
    arrival,
    attempts: 0,
    possibleDuplicate: false,
    nextTryMs: null,
    handedMs: null,
    settledAt: null,
    detail: null,
    marks: '{}',
    stepUpAt: requestedRow(notice).stepUpAt,
    fence: 0,
    holder: null,
    leaseUntilMs: null,
    notice: JSON.stringify(notice)
  }
}

function queryOf({ subjectId, state, channel }: ListFilter): Query {
  const filter: Query[] = []
  if (subjectId !== undefined) filter.push({ term: { subjectId } })
  if (state !== undefined) filter.push({ term: { state } })
  if (channel !== undefined) filter.push({ term: { channel } })
  return { bool: { filter } }
}

async function countNotices({ client }: StoreDeps, documents: Documents<NoticeSource>): Promise<NoticeCounts> {
  await documents.refresh()
  const reached = (stage: ProvenStage): Query => ({ terms: { state: [...atLeast(stage)] } })
  const filters = {
    accepted: reached('accepted'),
    delivered: reached('delivered'),
    read: reached('read'),
    signed: reached('signed'),
    dead: { term: { state: 'dead' } },
    possibleDuplicates: { term: { possibleDuplicate: true } }
  }
  const { hits, aggregations } = await askedIfThere('统计通知', noHits, () =>
    client.search<unknown, { of: { buckets: Record<keyof typeof filters, { doc_count: number }> } }>({
      index: documents.alias,
      allow_partial_search_results: false,
      size: 0,
      track_total_hits: true,
      aggs: { of: { filters: { filters } } }
    })
  )
  const counted = (name: keyof typeof filters): number => aggregations?.of.buckets[name].doc_count ?? 0
  return {
    requested: typeof hits.total === 'object' ? hits.total.value : (hits.total ?? 0),
    accepted: counted('accepted'),
    delivered: counted('delivered'),
    read: counted('read'),
    signed: counted('signed'),
    dead: counted('dead'),
    possibleDuplicates: counted('possibleDuplicates')
  }
}
