import { memberOf } from '../../core/incident/digest.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { StoredMention } from '../../core/records.ts'
import { breathing } from './breath.ts'
import { newCluster } from './clusters.ts'
import { featuresOf } from './features.ts'
import { handFeatures } from './hand-features.ts'
import { merge } from './merge.ts'
import { putStored } from './put-stored.ts'
import { followSplit, splitsOf } from './split.ts'
import type { Group, GrouperDeps, Held, Keeper, WorkingSet } from './working-set.ts'

const mostMembers = 200_000
const mostEnded = 500
/** Read together: one incident at a time is a thousand requests before the first record of a partition that was taken over. */
const incidentsAtOnce = 50
const mentionsAtOnce = 2000
const loosePages = 10
const loosePage = 500

/** Rebuilds the working set from the stores: open incidents, the latest ended ones, their mentions, and mentions without an incident. */
export async function restore(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper): Promise<void> {
  const documents = await openDocuments(deps)
  const ended = await deps.incidents.list({ status: ['closed', 'dismissed'], limit: mostEnded })
  const absorbed = new Set(documents.flatMap((document) => document.state.absorbed))
  for (const some of inParts([...documents, ...ended])) await restoreSome(deps, clusters, keeper, some)
  for (const document of documents) if (absorbed.has(document.id)) await finishMerge(deps, clusters, keeper, document, documents)
  for (const document of documents) await finishSplits(deps, clusters, keeper, document)
  await restoreLoose(deps, clusters, keeper, true)
  // Answers are often not relevant by themselves; among the newest of everything they are found.
  await restoreLoose(deps, clusters, keeper, false)
  deps.logger.info({ incidents: documents.length, ended: ended.length, mentions: clusters.size }, 'working set restored')
}

async function openDocuments(deps: GrouperDeps): Promise<IncidentDocument[]> {
  const documents: IncidentDocument[] = []
  const ids = await deps.incidents.openIds()
  for (let from = 0; from < ids.length; from += incidentsAtOnce) {
    const some = await Promise.all(ids.slice(from, from + incidentsAtOnce).map((id) => deps.incidents.get(id)))
    documents.push(...some.filter((document) => document !== null))
  }
  return documents
}

/** So few at once that their mentions fit beside what else is in memory. */
function* inParts(documents: readonly IncidentDocument[]): Generator<readonly IncidentDocument[]> {
  let part: IncidentDocument[] = []
  let mentions = 0
  for (const document of documents) {
    const own = document.rollup?.mentions ?? 0
    if (part.length > 0 && (part.length >= incidentsAtOnce || mentions + own > mentionsAtOnce)) {
      yield part
      part = []
      mentions = 0
    }
    part.push(document)
    mentions += own
  }
  if (part.length > 0) yield part
}

/** Brings one incident with its mentions into the working set. */
export async function restoreOne(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper, document: IncidentDocument): Promise<Group> {
  const [group] = await restoreSome(deps, clusters, keeper, [document])
  if (group === undefined) throw new Error(`${document.id} was not restored`)
  return group
}

async function restoreSome(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper, documents: readonly IncidentDocument[]): Promise<Group[]> {
  const each = await Promise.all(documents.map(async (document) => ({ document, absorbed: await absorbedBy(deps, document) })))
  const ownerOf = new Map(each.flatMap(({ document, absorbed }) => [document.id, ...absorbed].map((id) => [id, document.id] as const)))
  const rows = await deps.mentions.ofIncidents([...ownerOf.keys()], mostMembers)
  const byOwner = Map.groupBy(rows, ({ incidentId }) => ownerOf.get(incidentId ?? ''))
  const groups: Group[] = []
  for (const { document, absorbed } of each) {
    groups.push(await restoreWith(deps, clusters, keeper, { document, absorbed, rows: byOwner.get(document.id) ?? [] }))
  }
  return groups
}

async function restoreWith(
  deps: GrouperDeps,
  clusters: WorkingSet,
  keeper: Keeper,
  { document, absorbed, rows }: { readonly document: IncidentDocument; readonly absorbed: readonly string[]; readonly rows: readonly StoredMention[] }
): Promise<Group> {
  const group: Group = { ...newCluster<Held>(), incidentId: document.id }
  keeper.adopt(document, group, absorbed)
  const breathe = breathing(deps.clock)
  for (const row of rows) {
    putStored(deps, clusters, group, row)
    await breathe()
  }
  const { foundingMentionId } = document.state
  if (foundingMentionId !== null && clusters.node(foundingMentionId) === undefined) {
    const founding = await deps.mentions.get(foundingMentionId)
    if (founding !== null) putStored(deps, clusters, group, founding)
  }
  if (foundingMentionId === null)
    clusters.restore(handFeatures(document.state), { member: null, storedIn: null, arrived: true, compared: false, fetchedElapsedMs: null }, group)
  return group
}

/** Ids merged into it, and into those. What a person kept from being merged at the last moment is still its own. */
async function absorbedBy(deps: GrouperDeps, document: IncidentDocument): Promise<string[]> {
  const found = new Set<string>()
  const open = [...document.state.absorbed]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || id === document.id) continue
    const state = (await deps.incidents.get(id))?.state
    if (state?.status !== 'merged') continue
    found.add(id)
    open.push(...state.absorbed)
  }
  return [...found]
}

/** A stop came between `absorbed` and `merged`. */
async function finishMerge(
  deps: GrouperDeps,
  clusters: WorkingSet,
  keeper: Keeper,
  document: IncidentDocument,
  documents: readonly IncidentDocument[]
): Promise<void> {
  const into = documents.find((other) => other.state.absorbed.includes(document.id))
  const [from, to] = [keeper.groupOf(document.id), into === undefined ? undefined : keeper.groupOf(into.id)]
  if (into === undefined || to === undefined) return
  const merged = await merge(deps, keeper, into, document, '续完中断前的合并')
  if (merged && from !== undefined) clusters.unite(to, from)
}

/** The word of a split may have been lost: its mentions are still stored with the incident that they were taken from. */
async function finishSplits(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper, document: IncidentDocument): Promise<void> {
  for (const { incidentId, mentionIds } of splitsOf(document)) {
    const [into, from, source] = [keeper.groupOf(document.id), keeper.groupOf(incidentId), keeper.kept(incidentId)]
    if (into === undefined || from === undefined || source === undefined) continue
    if (mentionIds.some((id) => source.ids.has(clusters.node(id)?.load.storedIn ?? ''))) {
      await followSplit(deps, clusters, keeper, { group: from, document: source.document }, into, mentionIds)
    }
  }
}

/** Mentions that opened nothing yet, so that one that does finds them; their own records may still be on the way. */
async function restoreLoose(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper, relevantOnly: boolean): Promise<void> {
  const filter = { from: null, to: null, kinds: [], grades: [], incidentId: null, relevantOnly }
  const breathe = breathing(deps.clock)
  let cursor: string | null = null
  for (let page = 0; page < loosePages; page++) {
    const found = await deps.mentions.search({ query: { op: 'all' }, filter, limit: loosePage, cursor })
    for (const row of found.rows) {
      if (row.assessment !== null && (await isLoose(deps, clusters, keeper, row))) {
        const { mention, assessment, incidentId } = row
        const held: Held = {
          member: memberOf(mention, assessment, deps.tierOf(mention)),
          storedIn: incidentId,
          arrived: false,
          compared: false,
          fetchedElapsedMs: null
        }
        clusters.place(featuresOf(mention, assessment), held)
        await breathe()
      }
    }
    cursor = found.cursor
    if (cursor === null) return
  }
}

/** Without an incident, or assigned to one that a stop kept from being opened; an answer waits for what it answers. */
async function isLoose(
  deps: GrouperDeps,
  clusters: WorkingSet,
  keeper: Keeper,
  { mention, assessment, incidentId }: StoredMention
): Promise<boolean> {
  if (clusters.node(mention.id) !== undefined) return false
  if (assessment?.relevant !== true && mention.parentId === null) return false
  return incidentId === null || (keeper.groupOf(incidentId) === undefined && (await deps.incidents.get(incidentId)) === null)
}
