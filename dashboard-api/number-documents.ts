import { machine } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import { seriesOf } from '../core/document-number.ts'
import { numberSupervision, unnumberedEntries } from '../core/incident/number-supervision.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { update, type IncidentWriter } from '../core/incident/update.ts'
import type { Stores } from '../core/ports.ts'
import { writeAudit } from './audited.ts'

interface NumberingDeps {
  readonly stores: Pick<Stores, 'documentNumbers' | 'audit'>
  readonly writer: IncidentWriter
  readonly clock: Clock
}

/**
 * Gives every document of the matter that went out its number. The document stands before its number is asked for, and the register gives
 * one number a document: a crash at any point leaves it without one for a while, never a gap or a double (decisions/0025).
 */
export async function numberDocuments({ stores, writer, clock }: NumberingDeps, document: IncidentDocument): Promise<IncidentDocument> {
  let newest = document
  for (const { id, kind, decided } of unnumberedEntries(document.state)) {
    if (decided === null) continue
    const documentId = `${document.id}/${id}`
    const series = seriesOf(kind, decided.at)
    const number = await stores.documentNumbers.assign(series, documentId)
    const actor = machine('dashboard-api')
    const change = { at: clock.now(), actor, cause: `number:${documentId}` }
    newest = await update(writer, document.id, change, (state) => numberSupervision(state, { entry: id, series, number }))
    await writeAudit(
      { audit: stores.audit, clock },
      { actor, action: 'supervision.number', subject: documentId, detail: `${series} ${number}` },
      '已办'
    )
  }
  return newest
}
