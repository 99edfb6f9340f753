import type { Assessment } from '../core/assessment.ts'
import { memberOf } from '../core/incident/digest.ts'
import type { Mention } from '../core/mention.ts'
import type { AssessedRecord } from '../core/records.ts'
import { breathing } from './grouping/breath.ts'
import { Clusters } from './grouping/clusters.ts'
import { followCommand } from './grouping/commands.ts'
import { deskSettings } from './grouping/desk-settings.ts'
import { featuresOf } from './grouping/features.ts'
import { createKeeper } from './grouping/keeper.ts'
import { isRepeat } from './grouping/repeat.ts'
import { restore } from './grouping/restore.ts'
import { createRetirement, type Retirement } from './grouping/retire.ts'
import { createThinner } from './grouping/thin.ts'
import type { GrouperDeps, Held, Keeper, Rivalry, WorkingSet } from './grouping/working-set.ts'

/** The one automatic writer of a jurisdiction's incidents. */
export interface Grouper {
  /** Takes in records of `assessed`; what follows from them is durable when it resolves. On a throw all of them must come again. */
  accept(records: readonly AssessedRecord[]): Promise<void>
  /** Somebody else may have written meanwhile: the next batch begins from the stores. */
  forget(): void
  /** Writes counts that waited for their minute. */
  settle(): Promise<void>
  /** Whether counts wait to be written. */
  readonly unsettled: boolean
}

interface Working {
  readonly clusters: WorkingSet
  readonly keeper: Keeper
  readonly retirement: Retirement
}

export function createGrouper(deps: GrouperDeps): Grouper {
  const settings = {
    link: { ...deskSettings.link, ...deps.settings },
    mostCompared: deps.mostCompared ?? deskSettings.mostCompared,
    mostBystanders: deps.mostBystanders ?? deskSettings.mostBystanders
  }
  const fresh = (): Working => {
    const thin = createThinner()
    const clusters: WorkingSet = new Clusters<Held>(
      settings,
      (ended, { load }) => isRepeat(keeper, ended, load),
      (held) => (held.member === null ? held : { ...held, member: thin(held.member) })
    )
    const keeper = createKeeper(deps, clusters)
    return { clusters, keeper, retirement: createRetirement(deps, clusters, keeper) }
  }
  let working: Working | null = null
  let last: Promise<unknown> = Promise.resolve()

  /** One at a time: a batch and the settling of counts must not race for the same document. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  const acceptNow = async (records: readonly AssessedRecord[]): Promise<void> => {
    try {
      if (working === null) {
        const begun = fresh()
        await restore(deps, begun.clusters, begun.keeper)
        working = begun
      }
      await working.retirement.recall(records)
      await takeIn(deps, working.clusters, working.keeper, records)
      await working.retirement.retire()
    } catch (error) {
      // Memory may be ahead of the stores now: the next batch begins from them.
      working = null
      throw error
    }
  }
  return {
    accept: (records) => inTurn(() => acceptNow(records)),
    forget() {
      void inTurn(() => Promise.resolve((working = null)))
    },
    settle: () =>
      inTurn(async () => {
        await working?.keeper.settle()
      }),
    get unsettled() {
      return working?.keeper.unsettled ?? false
    }
  }
}

async function takeIn(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper, records: readonly AssessedRecord[]): Promise<void> {
  const parents = await strangersAmongParents(deps, clusters, records)
  const touched = new Set<string>()
  const breathe = breathing(deps.clock)
  for (const record of records) {
    await breathe()
    if (record.type === 'command') {
      await keeper.write(touched)
      touched.clear()
      await followCommand(deps, clusters, keeper, record.command)
    } else if (isNews(clusters, record.mention)) {
      const { mention, assessment } = record
      const joins = mention.parentId !== null && clusters.node(mention.parentId) === undefined ? parents.get(mention.parentId) : undefined
      for (const rival of placeOne(deps, clusters, keeper, mention, assessment, joins)) keeper.rivals(rival)
      touched.add(mention.id)
    }
  }
  await keeper.write(touched)
}

function placeOne(
  deps: GrouperDeps,
  clusters: WorkingSet,
  keeper: Keeper,
  mention: Mention,
  assessment: Assessment,
  joins: string | undefined
): Rivalry[] {
  const known = clusters.node(mention.id)
  const held: Held = {
    member: memberOf(mention, assessment, deps.tierOf(mention)),
    storedIn: known?.load.storedIn ?? null,
    arrived: true,
    compared: true,
    fetchedElapsedMs: mention.fetchedElapsedMs
  }
  if (known !== undefined && known.load.compared && isSameText(known.load, held, known.features.relevant === assessment.relevant)) {
    known.load = held
    return []
  }
  const { cluster, rivals } = clusters.place(featuresOf(mention, assessment), held)
  const parents = joins === undefined ? undefined : keeper.groupOf(joins)
  if (parents !== undefined && cluster.incidentId === null && (!parents.ended || isRepeat(keeper, parents, held))) clusters.unite(parents, cluster)
  return rivals.map(({ cluster: other, link }) => ({ one: cluster, other, link }))
}

/** New counts under the same words link nothing new. */
function isSameText(before: Held, now: Held, sameRelevance: boolean): boolean {
  return (
    sameRelevance &&
    before.member?.mention.contentHash === now.member?.mention.contentHash &&
    before.member?.assessment.eventType === now.member?.assessment.eventType &&
    before.member?.assessment.grade === now.member?.assessment.grade
  )
}

/** A look that is older than the one we have says nothing new. */
function isNews(clusters: WorkingSet, mention: Mention): boolean {
  const known = clusters.node(mention.id)?.load.member
  return known === undefined || known === null || mention.observedAt >= known.mention.observedAt
}

/** Incidents of parents that left the working set, from the store. */
async function strangersAmongParents(
  deps: GrouperDeps,
  clusters: WorkingSet,
  records: readonly AssessedRecord[]
): Promise<ReadonlyMap<string, string>> {
  const wanted = records.flatMap((record) =>
    record.type === 'mention' && record.mention.parentId !== null && clusters.node(record.mention.parentId) === undefined
      ? record.mention.parentId
      : []
  )
  if (wanted.length === 0) return new Map()
  const stored = await deps.mentions.getMany([...new Set(wanted)])
  return new Map(stored.flatMap((row) => (row.incidentId === null ? [] : [[row.mention.id, row.incidentId] as const])))
}
