import { z } from 'zod'
import { canonicalJson } from '../canonical-json.ts'
import { DutyRoster, type Absence } from '../duty-roster.ts'
import { InvalidInputError, NotFoundError, RefusedError } from '../errors.ts'
import { Instant } from '../instant.ts'
import type { CrawlState } from '../ports.ts'

/** Kept among what crawlers remember between visits; no source can have this id. */
const place = { sourceId: '@organisation', name: 'rosters' } as const

/** A roster as it was changed on the screen. It holds as long as the file says what it said then: who edits the file later is newer. */
const RosterChange = z.object({ roster: DutyRoster, basedOn: z.string(), by: z.string(), at: Instant })
export type RosterChange = z.infer<typeof RosterChange>
const RosterChanges = z.record(z.string(), RosterChange)

/** A roster as it is in force, and who changed it since the file was written. */
export interface RosterInForce {
  readonly roster: DutyRoster
  readonly changed: { readonly by: string; readonly at: Instant } | null
  /** A change that the file has overtaken. */
  readonly overtaken: { readonly by: string; readonly at: Instant } | null
}

export async function readRosters(crawl: Pick<CrawlState, 'cursor'>, configured: readonly DutyRoster[]): Promise<RosterInForce[]> {
  const changes = await readChanges(crawl)
  return configured.map((roster) => {
    const change = changes[roster.id]
    if (change === undefined) return { roster, changed: null, overtaken: null }
    const about = { by: change.by, at: change.at }
    return change.basedOn === canonicalJson(roster)
      ? { roster: change.roster, changed: about, overtaken: null }
      : { roster, changed: null, overtaken: about }
  })
}

/** What the roster is to be; null: as the file has it. @throws InvalidInputError naming what does not fit, NotFoundError */
export async function changeRoster(
  crawl: Pick<CrawlState, 'cursor' | 'setCursor'>,
  configured: readonly DutyRoster[],
  { id, by, at, decide }: { id: string; by: string; at: Instant; decide: (roster: DutyRoster) => DutyRoster | null }
): Promise<void> {
  const base = configured.find((roster) => roster.id === id)
  const now = (await readRosters(crawl, configured)).find(({ roster }) => roster.id === id)
  if (base === undefined || now === undefined) throw new NotFoundError(`没有编号为 ${id} 的值班表`)
  const wanted = decide(now.roster)
  const { [id]: _before, ...others } = await readChanges(crawl)
  const changes = wanted === null ? others : { ...others, [id]: { roster: checked(wanted), basedOn: canonicalJson(base), by, at } }
  await crawl.setCursor(place.sourceId, place.name, JSON.stringify(changes))
}

export function withAbsence(roster: DutyRoster, absence: Absence, contacts: readonly { readonly id: string }[]): DutyRoster {
  const known = new Set(contacts.map(({ id }) => id))
  for (const who of [absence.who, absence.substitute]) if (who !== null && !known.has(who)) throw new InvalidInputError(`通讯录中没有岗位 ${who}`)
  if (absence.who === absence.substitute) throw new InvalidInputError('替班人不能是本人')
  const clash = roster.absences.find(({ who, from, to }) => who === absence.who && from < absence.to && absence.from < to)
  if (clash !== undefined) throw new RefusedError(`此人 ${clash.from} 至 ${clash.to} 已登记不在岗（${clash.reason}）`)
  return { ...roster, absences: [...roster.absences, absence].sort((a, b) => (a.from < b.from ? -1 : 1)) }
}

export function withoutAbsence(roster: DutyRoster, { who, from }: Pick<Absence, 'who' | 'from'>): DutyRoster {
  const absences = roster.absences.filter((absence) => absence.who !== who || absence.from !== from)
  if (absences.length === roster.absences.length) throw new NotFoundError('没有这条不在岗记录，可能已被撤销')
  return { ...roster, absences }
}

export function withShiftPeople(
  roster: DutyRoster,
  shiftId: string,
  people: readonly string[],
  contacts: readonly { readonly id: string }[]
): DutyRoster {
  if (!roster.shifts.some(({ id }) => id === shiftId)) throw new NotFoundError(`值班表没有班次 ${shiftId}`)
  const unknown = people.find((who) => !contacts.some(({ id }) => id === who))
  if (unknown !== undefined) throw new InvalidInputError(`通讯录中没有岗位 ${unknown}`)
  return { ...roster, shifts: roster.shifts.map((shift) => (shift.id === shiftId ? { ...shift, people: [...new Set(people)] } : shift)) }
}

async function readChanges(crawl: Pick<CrawlState, 'cursor'>): Promise<Readonly<Record<string, RosterChange>>> {
  const stored = await crawl.cursor(place.sourceId, place.name)
  return stored === null ? {} : RosterChanges.parse(JSON.parse(stored))
}

function checked(roster: DutyRoster): DutyRoster {
  const read = DutyRoster.safeParse(roster)
  if (!read.success) throw new InvalidInputError(read.error.issues.map(({ message }) => message).join('；'))
  return read.data
}
