import { machine } from '../../core/actor.ts'
import { byPublication, firstPublication } from '../../core/incident/digest.ts'
import type { IncidentEvent } from '../../core/incident/events.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { update } from '../../core/incident/update.ts'
import type { Group, GrouperDeps, Keeper, Rivalry, WorkingSet } from './working-set.ts'

/**
 * Joins open incidents that a mention links: the younger goes into the older, by first publication, then by id, so that
 * the outcome does not hang on the order of arrival. What a person has worked on is never merged away by the machine.
 * Returns the groups that are left.
 */
export async function mergeRivals(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper, rivalries: readonly Rivalry[]): Promise<Set<Group>> {
  const changed = new Set<Group>()
  for (const { one, other, link } of rivalries) {
    const [a, b] = [livingGroup(keeper, one), livingGroup(keeper, other)]
    if (a === null || b === null || a === b || a.ended || b.ended) continue
    const [left, right] = await Promise.all([deps.incidents.get(a.incidentId ?? ''), deps.incidents.get(b.incidentId ?? '')])
    if (left === null || right === null || left.state.status !== 'open' || right.state.status !== 'open') continue
    if (isSeparated(left.state, right)) continue
    const order = survivorFirst({ document: left, group: a }, { document: right, group: b })
    if (order === null) continue
    const [into, from] = order
    if (!(await merge(deps, keeper, into.document, from.document, link.reasons.join('；')))) continue
    clusters.unite(into.group, from.group)
    changed.add(into.group)
    changed.delete(from.group)
    deps.logger.info({ incident: from.document.id, into: into.document.id, score: link.score, reasons: link.reasons }, 'incidents merged')
  }
  return changed
}

/** A person took the one out of the other. */
function isSeparated({ separated }: IncidentState, { id, state }: IncidentDocument): boolean {
  return [id, ...state.absorbed].some((other) => separated?.includes(other) === true)
}

function livingGroup(keeper: Keeper, group: Group): Group | null {
  return group.incidentId === null ? null : (keeper.groupOf(group.incidentId) ?? null)
}

/**
 * First the absorbed, then the merged: a stop between the two leaves what `restore` finishes. People may be faster than
 * either write: nothing goes into what has ended, and what a person has touched by then stays. True when it is done.
 */
export async function merge(deps: GrouperDeps, keeper: Keeper, into: IncidentDocument, from: IncidentDocument, reason: string): Promise<boolean> {
  const change = { at: deps.clock.now(), actor: machine('pipeline') }
  const writer = keeper.writer(null)
  const wanted = [from.id, ...from.state.absorbed].filter((id) => id !== into.id)
  const document = await update(writer, into.id, { ...change, cause: `absorb:${from.id}:${into.id}` }, (state) =>
    state.status === 'open' ? wanted.filter((id) => !state.absorbed.includes(id)).map((incidentId) => ({ type: 'absorbed', incidentId, reason })) : []
  )
  keeper.heard(document)
  if (document.state.status !== 'open' || !document.state.absorbed.includes(from.id)) return false
  const gone = await update(writer, from.id, { ...change, cause: `merge:${from.id}:${into.id}` }, (state, events) =>
    state.status === 'open' && (!isPersonal(events) || isPersonsMerge(document, from.id)) ? [{ type: 'merged', into: into.id, reason }] : []
  )
  if (gone.state.mergedInto !== into.id) {
    keeper.heard(gone)
    deps.logger.warn({ incident: from.id, into: into.id }, 'incident not merged: a person was faster')
    return false
  }
  keeper.moved(from.id, into.id, document)
  return true
}

interface Side {
  readonly document: IncidentDocument
  readonly group: Group
}

function survivorFirst(a: Side, b: Side): [Side, Side] | null {
  const [mine, theirs] = [isPersonal(a.document.events), isPersonal(b.document.events)]
  if (mine && theirs) return null
  if (mine !== theirs) return mine ? [a, b] : [b, a]
  const [left, right] = [ageOf(a), ageOf(b)]
  if (left !== right) return left < right ? [a, b] : [b, a]
  return a.document.id < b.document.id ? [a, b] : [b, a]
}

/** A person has begun this merge, and a stop came between. */
function isPersonsMerge({ events }: IncidentDocument, from: string): boolean {
  return events.some(({ actor, body }) => actor.kind === 'person' && body.type === 'absorbed' && body.incidentId === from)
}

function isPersonal(events: readonly IncidentEvent[]): boolean {
  return events.some((event) => event.actor.kind === 'person')
}

function ageOf({ document, group }: Side): string {
  const members = [...group.nodes.values()].flatMap(({ load }) => load.member ?? [])
  if (members.length === 0) return document.state.openedAt
  return firstPublication(members.sort(byPublication))?.at ?? '~'
}
