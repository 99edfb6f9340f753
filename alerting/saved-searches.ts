import { roleWords } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Contact } from '../core/department.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Instant } from '../core/instant.ts'
import type { Notice } from '../core/notice.ts'
import { noticeId } from '../core/notice-id.ts'
import type { CrawlState, Leases, Logger, MentionArrivals, NoticeStore } from '../core/ports.ts'
import type { StoredMention } from '../core/records.ts'
import { queryOf, type SavedSearch } from '../core/saved-search/saved-search.ts'
import { keepWatch, readSearches, readWatch } from '../core/saved-search/search-book.ts'
import { searchNoticeWords, searchReason, searchSubject } from '../core/saved-search/search-notice.ts'
import { restingWatch, takeHits, watchFor, type SearchHit, type SearchWatch } from '../core/saved-search/search-watch.ts'
import type { Channel } from './channels/channel.ts'

export interface SavedSearchesDeps {
  readonly crawl: Pick<CrawlState, 'pending' | 'cursor' | 'setCursor'>
  readonly mentions: MentionArrivals
  readonly notices: Pick<NoticeStore, 'request'>
  readonly leases: Leases
  readonly contacts: readonly Contact[]
  readonly channels: Readonly<Record<string, Pick<Channel, 'reach'>>>
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly holder: string
  readonly drill: boolean
  readonly requested: () => void
}

const lookEveryMs = 15_000
/** Renewed before each search; whoever lost it stops. */
const leaseMs = 30_000
const leaseName = 'saved-searches'
const pageSize = 500
/** What one search may read at one look; the rest comes with the next. */
const mostPages = 10

/**
 * 检索提醒: asks each saved search what came since it was asked last, on a rhythm. What was found, how far it was read and what is to be told
 * are written in one piece before a notice is asked for, and the notice's id follows from search and round: a crash or a restart loses
 * nothing and tells nothing twice. Of several processes one looks at a time, by a lease. Returns how many notices were new.
 */
export function createSavedSearches(deps: SavedSearchesDeps): { look(): Promise<number> } {
  const { crawl, leases, clock, holder, logger } = deps
  let lookedMs: number | null = null
  const failing = new Set<string>()

  async function settle(search: SavedSearch): Promise<number> {
    try {
      const told = await lookAt(deps, search)
      failing.delete(search.id)
      return told
    } catch (error) {
      // One that fails holds up no other, and is asked again: nothing was written.
      if (!failing.has(search.id)) logger.error({ search: search.id, error: String(error) }, 'a saved search could not be asked; it is tried again')
      failing.add(search.id)
      return 0
    }
  }

  return {
    async look() {
      const nowMs = clock.elapsedMs()
      if (lookedMs !== null && Math.abs(nowMs - lookedMs) < lookEveryMs) return 0
      lookedMs = nowMs
      const searches = await readSearches(crawl, nowMs)
      if (searches.length === 0) return 0
      let told = 0
      try {
        for (const search of searches) {
          if ((await leases.acquire(leaseName, holder, clock.elapsedMs(), leaseMs)) === null) break
          told += await settle(search)
        }
      } finally {
        await leases.release(leaseName, holder)
      }
      if (told > 0) deps.requested()
      return told
    }
  }
}

async function lookAt(deps: SavedSearchesDeps, search: SavedSearch): Promise<number> {
  const { crawl, clock } = deps
  const before = watchFor(await readWatch(crawl, search.id), JSON.stringify(search.terms))
  // Decided at an earlier look that ended before it was said.
  let watch = before.due === null ? before : await tell(deps, search, before)
  let told = before.due === null ? 0 : 1
  if (search.alert === null || search.paused) {
    if (watch.cursor !== null) await keepWatch(crawl, search.id, restingWatch(watch))
    return told
  }
  const { hits, cursor } = await arrivedHits(deps, search, watch.cursor ?? search.arrivalsFrom ?? null)
  watch = { ...takeHits(watch, search.alert, hits, clock.now()), cursor }
  await keepWatch(crawl, search.id, watch)
  if (watch.due !== null) {
    await tell(deps, search, watch)
    told += 1
  }
  return told
}

async function arrivedHits(
  { mentions, clock }: SavedSearchesDeps,
  { terms }: SavedSearch,
  from: string | null
): Promise<{ readonly hits: readonly SearchHit[]; readonly cursor: string }> {
  const hits: SearchHit[] = []
  let cursor = from
  for (let page = 1; ; page += 1) {
    const found = await mentions.arrived({ ...queryOf(terms), cursor, limit: pageSize })
    const now = clock.now()
    hits.push(...found.rows.map((row) => hitOf(row, now)))
    cursor = found.cursor
    if (found.rows.length < pageSize || page === mostPages) return { hits, cursor }
  }
}

/** Asks for the notices of what is due, then writes down that it was. */
async function tell(deps: SavedSearchesDeps, search: SavedSearch, watch: SearchWatch): Promise<SearchWatch> {
  const notices = noticesOf(deps, search, watch)
  if (notices.length > 0) await deps.notices.request(notices)
  const told = { ...watch, due: null }
  await keepWatch(deps.crawl, search.id, told)
  return told
}

const longestTitle = 200

function hitOf({ mention, assessment }: StoredMention, at: Instant): SearchHit {
  const words = mention.title ?? mention.text ?? '（无标题）'
  const title = words.slice(0, longestTitle).replace(/\s+/g, ' ').trim()
  return { id: mention.id, title, source: mention.source.slice(0, longestTitle), at, red: assessment?.grade === 'I' }
}

interface Way {
  readonly channel: string
  readonly recipient: Notice['recipient']
}

function noticesOf(deps: SavedSearchesDeps, search: SavedSearch, { due, lastToldAt }: SearchWatch): Notice[] {
  if (due === null) return []
  const subject = searchSubject(search.id)
  const words = searchNoticeWords(search, due, deps.drill)
  return waysOf(deps, search).map(({ channel, recipient }) => ({
    id: noticeId(deps.sha256, subject, searchReason, due.round, `${recipient.contactId}:${recipient.role}`, channel),
    subject,
    reason: searchReason,
    round: due.round,
    recipient,
    channel,
    grade: null,
    ...words,
    requestedAt: lastToldAt ?? due.to,
    fetchedElapsedMs: null,
    drill: deps.drill
  }))
}

/** The page of whose it is, and the posts that were chosen, as far as the channel reaches them. */
function waysOf({ contacts, channels }: SavedSearchesDeps, { owner, alert }: SavedSearch): Way[] {
  const posts = (alert?.posts ?? []).flatMap(({ contactId, channel }): Way[] => {
    const contact = contacts.find(({ id }) => id === contactId)
    const way = contact === undefined ? undefined : channels[channel]?.reach(contact)
    if (contact === undefined || way === undefined || 'unreachable' in way) return []
    const { id, name, role, departmentId } = contact
    return [{ channel, recipient: { contactId: id, name, role, departmentId, address: way.address } }]
  })
  return [...ownersOf(owner).map((recipient) => ({ channel: 'dashboard', recipient })), ...posts]
}

function ownersOf(owner: SavedSearch['owner']): Notice['recipient'][] {
  switch (owner.kind) {
    case 'person':
      return [{ contactId: owner.id, name: owner.name, role: '', departmentId: null, address: null }]
    case 'department':
      return [{ contactId: `department:${owner.id}`, name: owner.name, role: 'handler', departmentId: owner.id, address: null }]
    case 'desk':
      return (['duty-officer', 'analyst'] as const).map((role) => ({
        contactId: `role:${role}`,
        name: roleWords[role],
        role,
        departmentId: null,
        address: null
      }))
    default:
      return owner satisfies never
  }
}
