import { ConflictError } from '../../../core/errors.ts'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import type { MoveTarget } from '../../../core/moved.ts'
import type { IncidentStore } from '../../../core/ports.ts'
import { incidentKind } from '../incidents.ts'
import type { StoreDeps } from '../open.ts'
import { countOf } from './find-all.ts'

/** Whole documents at the versions they have. */
export function incidentTarget(deps: StoreDeps, incidents: Pick<IncidentStore, 'get' | 'put'>): MoveTarget<IncidentDocument> {
  return {
    async put(rows) {
      for (const document of rows) {
        try {
          await incidents.put(document, 0)
        } catch (error) {
          // It is there already, from a run that was killed: nobody else writes.
          if (!(error instanceof ConflictError)) throw error
        }
      }
    },
    find: (rows) => Promise.all(rows.map(({ id }) => incidents.get(id))),
    count: () => countOf(deps, incidentKind)
  }
}
