import { NotFoundError, RefusedError } from '../errors.ts'
import { entriesOf } from '../incident/draft-supervision.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { matterOf } from '../measures/matter-of.ts'
import { supervisionWords } from '../supervision.ts'
import { ledgerKinds } from './ledger-paper-kind.ts'
import { plainTitle } from './plain-text.ts'
import { reportKindWords, type SupervisionPaperKind } from './report-kind.ts'
import type { SupervisionMatter } from './supervision-matter.ts'

/**
 * What the paper of a document of the ledger says. What accuses a unit is never typed: only what was issued, numbered and is of this
 * kind goes on paper.
 * @param name id of the document within the incident, `supervision-2`, or its 文号
 * @throws NotFoundError where the incident has no such document, RefusedError where it may not go on paper
 */
export function ledgerMatter({ id, state }: Pick<IncidentDocument, 'id' | 'state'>, kind: SupervisionPaperKind, name: string): SupervisionMatter {
  const entry = entriesOf(state).find((one) => one.id === name || one.number?.words === name)
  if (entry === undefined) throw new NotFoundError(`督办台账中，事件 ${plainTitle(id)} 没有文书 ${plainTitle(name)}`)
  const [wanted, found] = [supervisionWords[ledgerKinds[kind]], supervisionWords[entry.kind]]
  if (entry.kind !== ledgerKinds[kind]) throw new RefusedError(`${plainTitle(name)} 是${found}，${reportKindWords[kind]}只能由${wanted}文书生成`)
  if (entry.status === 'awaiting-signature') throw new RefusedError(`${plainTitle(name)} 尚未签发，不能生成${reportKindWords[kind]}`)
  if (entry.status === 'refused') throw new RefusedError(`${plainTitle(name)} 未获签发，不能生成${reportKindWords[kind]}`)
  if (entry.number === null) throw new RefusedError(`${plainTitle(name)} 已签发，尚未编号；打开督办台账即补编`)
  return matterOf({ incidentId: id, entry })
}
