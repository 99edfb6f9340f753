import { actorWords, type Actor } from '../actor.ts'
import type { Instant } from '../instant.ts'
import type { AuditLog } from '../ports.ts'
import type { AuditEntry } from '../records.ts'

const pageSize = 500
/** Entries that one question looks at; the next goes on from there. */
const mostLookedAt = 20_000

export interface AuditFilter {
  /** Part of the name or id of who did it. */
  readonly actor?: string | undefined
  /** What was done, or the beginning of it: `account` is all of `account.…`. */
  readonly action?: string | undefined
  /** Part of the subject or of the detail. */
  readonly text?: string | undefined
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
  /** Without what the machine noted by itself. */
  readonly peopleOnly?: boolean | undefined
}

export interface AuditPage {
  /** Newest first. */
  readonly rows: readonly AuditEntry[]
  /** Number before which the next page begins; null: there is no more. */
  readonly before: number | null
}

/** Entries that fit, newest first. The log is read backwards from its head, so that what just happened is found at once. */
export async function searchAudit(
  audit: Pick<AuditLog, 'read' | 'head'>,
  filter: AuditFilter,
  { before, limit }: { readonly before: number | null; readonly limit: number }
): Promise<AuditPage> {
  const rows: AuditEntry[] = []
  let end = before ?? (await audit.head()).seq + 1
  for (let looked = 0; end > 1 && looked < mostLookedAt; looked += pageSize) {
    const from = Math.max(0, end - 1 - pageSize)
    const page = await audit.read(from, end - 1 - from)
    for (const entry of page.toReversed()) {
      end = entry.seq
      if (!fits(entry, filter)) continue
      rows.push(entry)
      if (rows.length === limit) return { rows, before: end > 1 ? end : null }
    }
    end = from + 1
    if (filter.from !== undefined && (page[0]?.at ?? filter.from) < filter.from) return { rows, before: null }
  }
  return { rows, before: end > 1 ? end : null }
}

function fits({ at, actor, action, subject, detail }: AuditEntry, filter: AuditFilter): boolean {
  if (filter.peopleOnly === true && actor.kind !== 'person') return false
  if (filter.from !== undefined && at < filter.from) return false
  if (filter.to !== undefined && at > filter.to) return false
  if (filter.action !== undefined && action !== filter.action && !action.startsWith(`${filter.action}.`)) return false
  if (filter.actor !== undefined && !nameOf(actor).includes(filter.actor)) return false
  return filter.text === undefined || `${subject}\n${detail}`.includes(filter.text)
}

function nameOf(actor: Actor): string {
  return actor.kind === 'person' ? `${actor.name}\n${actor.id}` : actorWords(actor)
}
