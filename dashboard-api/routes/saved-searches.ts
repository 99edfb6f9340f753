import type { FastifyInstance } from 'fastify'
import type { Person } from '../../core/actor.ts'
import type { Contact } from '../../core/department.ts'
import { ConflictError, ForbiddenError, RefusedError } from '../../core/errors.ts'
import {
  checkedDraft,
  demandOwner,
  isOfDesk,
  isOwnedBy,
  ownerWords,
  termsWords,
  thresholdWords,
  type SavedSearch,
  type SearchAlert,
  type SearchOwner
} from '../../core/saved-search/saved-search.ts'
import { addSearch, beginningNow, changeSearch, readSearch, readSearches, readWatch, removeSearch } from '../../core/saved-search/search-book.ts'
import type { SearchWatch } from '../../core/saved-search/search-watch.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { PauseRequest, SavedSearchChange, SavedSearchRequest, type SavedSearchList, type SavedSearchView } from '../contract-search.ts'
import type { ChannelAbout } from '../deps.ts'
import { readRequest } from '../read-request.ts'
import { actorName } from '../views/words.ts'
import { commandIdOf } from './incident-commands.ts'

const access = { config: { access: 'search.save' } } as const
type Channels = ReadonlyMap<string, ChannelAbout>

/** 保存的检索: kept, changed, paused and deleted by whose they are; who tells is alerting. */
export function savedSearchRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context
  const { crawl } = stores
  const auditing = { audit: stores.audit, clock }

  app.get('/api/saved-searches', access, (request) => listOf(context, signedIn(request).person))

  app.post('/api/saved-searches', access, async (request, reply): Promise<SavedSearchList> => {
    const { person } = signedIn(request)
    const id = commandIdOf(context, request, person, 'save-search')
    await audited(auditing, { actor: person, action: 'search.save', subject: id, detail: detailOf(request.body) }, async () => {
      const { name, owner, terms, alert } = readRequest(SavedSearchRequest, request.body)
      const draft = checkedDraft({ name, owner: await ownerOf(context, owner, person), terms, alert }, person)
      await demandPosts(context, draft.alert, [], person)
      const at = clock.now()
      const made = { ...draft, id, version: 1, paused: false, createdAt: at, createdBy: person, changedAt: at, changedBy: person }
      await addSearch(crawl, await beginningNow(stores.mentions, made), clock.elapsedMs())
    })
    void reply.code(201)
    return await listOf(context, person)
  })

  app.post<{ Params: { id: string } }>('/api/saved-searches/:id', access, async (request): Promise<SavedSearchList> => {
    const { person } = signedIn(request)
    const { id } = request.params
    await audited(auditing, { actor: person, action: 'search.change', subject: id, detail: detailOf(request.body) }, async () => {
      const { version, name, owner, terms, alert } = readRequest(SavedSearchChange, request.body)
      const before = await mine(context, id, version, person)
      const draft = checkedDraft({ name, owner: await ownerOf(context, owner, person), terms, alert }, person)
      await demandPosts(context, draft.alert, before.alert?.posts ?? [], person)
      await changeSearch(crawl, before, await goingOn(before, { ...before, ...draft, changedAt: clock.now(), changedBy: person }))
    })
    return await listOf(context, person)
  })

  app.post<{ Params: { id: string } }>('/api/saved-searches/:id/pause', access, async (request): Promise<SavedSearchList> => {
    const { person } = signedIn(request)
    const { id } = request.params
    await audited(auditing, { actor: person, action: 'search.pause', subject: id, detail: detailOf(request.body) }, async () => {
      const { version, paused } = readRequest(PauseRequest, request.body)
      const before = await mine(context, id, version, person)
      await changeSearch(crawl, before, await goingOn(before, { ...before, paused, changedAt: clock.now(), changedBy: person }))
    })
    return await listOf(context, person)
  })

  app.delete<{ Params: { id: string } }>('/api/saved-searches/:id', access, async (request): Promise<SavedSearchList> => {
    const { person } = signedIn(request)
    const { id } = request.params
    await audited(auditing, { actor: person, action: 'search.delete', subject: id, detail: '' }, async () => {
      const before = await readSearch(crawl, id, clock.elapsedMs())
      demandOwner(before.owner, person)
      await removeSearch(crawl, before)
    })
    return await listOf(context, person)
  })

  /** An alert that told nobody before begins with the change, and not when somebody looks first. */
  async function goingOn(before: SavedSearch, after: SavedSearch): Promise<SavedSearch> {
    return tellsNobody(before) && !tellsNobody(after) ? await beginningNow(stores.mentions, after) : after
  }
}

function tellsNobody({ alert, paused }: SavedSearch): boolean {
  return alert === null || paused
}

function detailOf(body: unknown): string {
  return JSON.stringify(body ?? {}).slice(0, 4000)
}

/** @throws NotFoundError, ForbiddenError, ConflictError when it was changed since */
async function mine({ stores, clock }: AppContext, id: string, version: number, person: Person): Promise<SavedSearch> {
  const found = await readSearch(stores.crawl, id, clock.elapsedMs())
  demandOwner(found.owner, person)
  if (found.version !== version) throw new ConflictError('别人刚刚改过这项检索')
  return found
}

/** @throws RefusedError for who is in no department, ForbiddenError for who is not of the desk */
async function ownerOf(context: AppContext, kind: SearchOwner['kind'], person: Person): Promise<SearchOwner> {
  switch (kind) {
    case 'person':
      return { kind, id: person.id, name: person.name }
    case 'department': {
      if (person.departmentId === null) throw new RefusedError('您不属于任何部门，不能存为部门共用')
      return { kind, id: person.departmentId, name: departmentName(context, person.departmentId) }
    }
    case 'desk': {
      if (!isOfDesk(person)) throw new ForbiddenError('值班员、研判员才能存为值班台共用')
      return { kind }
    }
    default:
      return kind satisfies never
  }
}

function departmentName({ departments }: AppContext, id: string): string {
  return departments.find((one) => one.id === id)?.name ?? id
}

/** Posts of one's own department; who is in none may have any post told that is in none. */
function postsOf({ contacts }: AppContext, { departmentId }: Person): readonly Contact[] {
  return contacts.filter((contact) => contact.departmentId === departmentId)
}

/** What stood there before stays allowed. @throws RefusedError naming the post that may not or cannot be told */
async function demandPosts(context: AppContext, alert: SearchAlert | null, kept: SearchAlert['posts'], person: Person): Promise<void> {
  if (alert === null) return
  const channels = await context.channels()
  const allowed = postsOf(context, person)
  for (const { contactId, channel } of alert.posts) {
    if (kept.some((one) => one.contactId === contactId && one.channel === channel)) continue
    const contact = allowed.find(({ id }) => id === contactId)
    if (contact === undefined) throw new RefusedError(`不能通知岗位 ${contactId}：它不在您的部门`)
    const way = channels.get(channel)?.reach(contact)
    if (way === undefined) throw new RefusedError(`渠道 ${channel} 没有启用`)
    if ('unreachable' in way) throw new RefusedError(`${contact.name}：${way.unreachable}`)
  }
}

async function listOf(context: AppContext, person: Person): Promise<SavedSearchList> {
  const { stores, clock } = context
  const [all, channels] = await Promise.all([readSearches(stores.crawl, clock.elapsedMs()), context.channels()])
  const own = all.filter(({ owner }) => isOwnedBy(owner, person))
  const watches = await Promise.all(own.map(({ id }) => readWatch(stores.crawl, id)))
  return {
    now: clock.now(),
    rows: own.map((search, index) => viewOf(context, search, watches[index] ?? null, channels)),
    owners: ownersFor(context, person),
    posts: postsOf(context, person).flatMap((contact) => {
      const ways = [...channels].filter(([id, { reach }]) => id !== 'dashboard' && !('unreachable' in reach(contact)))
      return ways.length === 0 ? [] : [{ contactId: contact.id, name: contact.name, channels: ways.map(([id, { words }]) => ({ id, words })) }]
    })
  }
}

function ownersFor(context: AppContext, person: Person): SavedSearchList['owners'] {
  const { departmentId } = person
  return [
    { kind: 'person' as const, words: '只属于我' },
    ...(isOfDesk(person) ? [{ kind: 'desk' as const, words: '值班台共用' }] : []),
    ...(departmentId === null ? [] : [{ kind: 'department' as const, words: `${departmentName(context, departmentId)}共用` }])
  ]
}

function viewOf({ contacts }: AppContext, search: SavedSearch, watch: SearchWatch | null, channels: Channels): SavedSearchView {
  const { id, version, name, owner, terms, alert, paused, changedAt, changedBy } = search
  const isWatched = watch !== null && watch.terms === JSON.stringify(terms)
  return {
    id,
    version,
    name,
    owner,
    ownerWords: ownerWords(owner),
    terms,
    termsWords: termsWords(terms),
    alert,
    thresholdWords: alert === null ? null : thresholdWords(alert),
    toldTo: alert === null ? [] : ['工作台', ...alert.posts.map((post) => postWords(contacts, channels, post))],
    paused,
    changedAt,
    changedBy: actorName(changedBy),
    found: watch?.found ?? null,
    waiting: isWatched ? watch.hits.length + (watch.ripe?.count ?? 0) : 0,
    lastHitAt: watch?.lastHitAt ?? null,
    lastToldAt: watch?.lastToldAt ?? null,
    lookedAt: watch?.lookedAt ?? null
  }
}

function postWords(contacts: readonly Contact[], channels: Channels, { contactId, channel }: SearchAlert['posts'][number]): string {
  const contact = contacts.find(({ id }) => id === contactId)
  const about = channels.get(channel)
  if (contact === undefined || about === undefined) return `${contactId}（${channel}，已不在配置中，送不到）`
  return `${contact.name}（${about.words}${'unreachable' in about.reach(contact) ? '，送不到' : ''}）`
}
