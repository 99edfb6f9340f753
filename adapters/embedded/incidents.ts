import { InvalidInputError } from '../../core/errors.ts'
import { severityOf } from '../../core/grade.ts'
import { nextDueAt } from '../../core/incident/next-due.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { lookAtOf } from '../../core/look-at.ts'
import type { IncidentLooks, IncidentStamps, IncidentStore } from '../../core/ports.ts'
import type { incidentReads, incidentWrites, PutIncident } from './incident-operations.ts'
import type { WorkerClient } from './worker-client.ts'

export function createIncidentStore(writer: WorkerClient, reader: WorkerClient): IncidentStore & IncidentLooks & IncidentStamps {
  const write = writer.caller<typeof incidentWrites>()
  const read = reader.caller<typeof incidentReads>()
  return {
    async get(id) {
      const document = await read('getIncident', { id })
      return document === null ? null : documentOf(document)
    },
    async put(document, expectedVersion) {
      if (document.version <= expectedVersion) {
        throw new InvalidInputError(`incident ${document.id}: version ${document.version} does not follow ${expectedVersion}`, {
          metadata: { id: document.id }
        })
      }
      await write('putIncident', rowOf(document, expectedVersion))
    },
    list: async (filter) => (await read('listIncidents', filter)).map(documentOf),
    stamps: () => read('incidentStamps', undefined),
    openIds: () => read('openIncidentIds', undefined),
    dueIds: (now) => read('dueIncidentIds', { now }),
    async openAfter(id, limit) {
      const found = await read('openIncidentsAfter', { id, limit })
      return found.map(({ document, lookAt }) => ({ document: documentOf(document), lookAt }))
    },
    async noteLookAt(document) {
      await write('noteIncidentLookAt', { id: document.id, version: document.version, lookAt: lookAtOf(document) })
    }
  }
}

function documentOf(json: string): IncidentDocument {
  return JSON.parse(json) as IncidentDocument
}

function rowOf(document: IncidentDocument, expectedVersion: number): PutIncident {
  const { id, version, state } = document
  return {
    id,
    version,
    status: state.status,
    grade: state.grade,
    openedAt: state.openedAt,
    severity: severityOf(state.grade),
    nextDueAt: nextDueAt(state),
    lookAt: lookAtOf(document),
    document: JSON.stringify(document),
    expectedVersion
  }
}
