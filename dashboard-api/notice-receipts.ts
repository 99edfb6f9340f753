import type { Person } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { NoticeRow } from '../core/notice.ts'
import type { NoticeStore } from '../core/ports.ts'
import { isFor } from '../core/addressed-to.ts'
import { dashboardChannel } from './views/notice-view.ts'

export interface ReceiptDeps {
  readonly channels: () => Promise<ReadonlyMap<string, { readonly proof: string | null }>>
  readonly stores: { readonly notices: Pick<NoticeStore, 'get' | 'list' | 'advance'> }
  readonly clock: Clock
}

const most = 1000

/** A signed-in person's browser showed these: those of them that are for that person, over a channel that ends in it, are delivered. */
export async function noteShown({ stores, clock, channels }: ReceiptDeps, person: Person, ids: readonly string[]): Promise<void> {
  const [rows, endsHere] = await Promise.all([Promise.all(ids.map((id) => stores.notices.get(id))), endingHere(channels)])
  const mine = rows.filter((row) => row !== null).filter((row) => endsHere(row.notice.channel) && isFor(row, person))
  await stores.notices.advance(idsOf(mine), 'delivered', { at: clock.now(), source: sourceOf(person) })
}

/** A person says of these that they have read them: what is about no incident, and so has no page whose opening would prove it. */
export async function noteRead({ stores, clock, channels }: ReceiptDeps, person: Person, ids: readonly string[]): Promise<void> {
  const [rows, endsHere] = await Promise.all([Promise.all(ids.map((id) => stores.notices.get(id))), endingHere(channels)])
  const mine = rows.filter((row) => row !== null).filter(({ notice }) => notice.subject.kind !== 'incident' && endsHere(notice.channel))
  await stores.notices.advance(idsOf(mine.filter((row) => isFor(row, person))), 'read', { at: clock.now(), source: sourceOf(person) })
}

/** Whether what a channel brings is proven by this page. */
async function endingHere(channels: ReceiptDeps['channels']): Promise<(channel: string) => boolean> {
  const abouts = await channels()
  return (channel) => channel === dashboardChannel || (abouts.get(channel)?.proof ?? null) !== null
}

/** A person's page showed the incident: what was told to that person of it, over a channel that ends in the page, is read. */
export async function noteOpened({ stores, clock, channels }: ReceiptDeps, person: Person, incidentId: string): Promise<void> {
  const [rows, endsHere] = await Promise.all([stores.notices.list({ subjectId: incidentId, limit: most }), endingHere(channels)])
  const mine = rows.filter((row) => endsHere(row.notice.channel) && isFor(row, person))
  await stores.notices.advance(idsOf(mine), 'read', { at: clock.now(), source: sourceOf(person) })
}

/** A person signed for the incident: so are that person's notices of it over every channel, whichever it was that reached them. */
export async function noteSigned(
  { stores, clock }: ReceiptDeps,
  isTheirs: (row: NoticeRow) => boolean,
  incidentId: string,
  source: string
): Promise<void> {
  const rows = await stores.notices.list({ subjectId: incidentId, limit: most })
  await stores.notices.advance(idsOf(rows.filter(isTheirs)), 'signed', { at: clock.now(), source })
}

export function sourceOf({ name }: Person): string {
  return `工作台：${name}`
}

function idsOf(rows: readonly NoticeRow[]): string[] {
  return rows.map(({ notice }) => notice.id)
}
