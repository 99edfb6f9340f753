import type { MovedLease, MoveTarget } from '../../../core/moved.ts'
import { indexOf } from '../index-kind.ts'
import { leaseKind, type LeaseSource } from '../leases.ts'
import type { StoreDeps } from '../open.ts'
import { countOf, findAll } from './find-all.ts'
import { putAll } from './put-all.ts'

export function leaseTarget(deps: StoreDeps): MoveTarget<MovedLease> {
  const placeOf = ({ name }: MovedLease) => ({ index: indexOf(deps.options, leaseKind), id: name })
  return {
    put: (rows) =>
      putAll(
        deps,
        rows.map((row) => ({ ...placeOf(row), source: { holder: row.holder, fence: row.fence, untilMs: row.untilElapsedMs } satisfies LeaseSource }))
      ),
    async find(rows) {
      const found = await findAll<LeaseSource>(deps, rows.map(placeOf), ['holder', 'fence', 'untilMs'])
      return rows.map(({ name }, place) => {
        const source = found[place] ?? null
        return source === null ? null : { name, holder: source.holder, fence: source.fence, untilElapsedMs: source.untilMs }
      })
    },
    count: () => countOf(deps, leaseKind)
  }
}
