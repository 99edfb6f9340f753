import type { MovedLease } from '../../../core/moved.ts'
import type { Connection } from '../connection.ts'

/** One a name, and there are few names. */
export function readLeases(connection: Connection): MovedLease[] {
  return connection
    .all<MovedLease>('SELECT name, holder, fence, until_ms AS untilElapsedMs FROM leases ORDER BY name')
    .map(({ name, holder, fence, untilElapsedMs }) => ({ name, holder, fence, untilElapsedMs }))
}
