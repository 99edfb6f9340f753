import { machine } from '../../core/actor.ts'
import { canonicalJson } from '../../core/canonical-json.ts'
import { msBetween, minuteMs, type Instant } from '../../core/instant.ts'
import { byPublication, digestOf, type Digest, type Member } from '../../core/incident/digest.ts'
import type { IncidentEvent } from '../../core/incident/events.ts'
import { milestonesOf, observe } from '../../core/incident/observe.ts'
import { openByMachine } from '../../core/incident/open-by-machine.ts'
import { rollupOf } from '../../core/incident/rollup-of.ts'
import { headHash, type IncidentDocument, type IncidentState, type Rollup } from '../../core/incident/state.ts'
import { create, update, type IncidentWriter } from '../../core/incident/update.ts'
import type { MentionId } from '../../core/mention.ts'
import { incidentIdOf } from './incident-id.ts'
import { mergeRivals } from './merge.ts'
import { saysNoWorse } from './repeat.ts'
import { createPolicySharing } from './share-policy.ts'
import type { Group, GrouperDeps, Keeper, Kept, Rivalry, WorkingSet } from './working-set.ts'

const pipeline = machine('pipeline')
/** Groups written side by side: an incident is a dozen requests to the stores, one after the other. */
const atOnce = 8
/** Counts asked of the store in one call. */
const settledAtOnce = 64
/** In a drill a civil minute may be a few milliseconds. */
const leastElapsedBetweenRollupsMs = 500
/** Each look at the counts makes the store search through what it was just given: one look serves all incidents that wait for theirs. */
const betweenLooksMs = 15_000

export function createKeeper(deps: GrouperDeps, clusters: WorkingSet): Keeper {
  const kept = new Map<string, Kept>()
  const groups = new Map<string, Group>()
  const unsettled = new Set<string>()
  const lean = createPolicySharing()
  let rivalries: Rivalry[] = []
  let looked: { readonly at: Instant; readonly elapsedMs: number } | null = null

  const writer = (fetchedElapsedMs: number | null): IncidentWriter => ({
    store: deps.incidents,
    sha256: deps.sha256,
    announce: (document) => deps.announce(document, fetchedElapsedMs),
    ...(deps.follow === undefined ? {} : { follow: deps.follow })
  })

  const keeper: Keeper = {
    rivals: (rivalry) => {
      rivalries.push(rivalry)
    },
    async write(touched) {
      const now = rivalries
      rivalries = []
      const changed = await mergeRivals(deps, clusters, keeper, now)
      for (const id of touched) {
        const group = clusters.node(id)?.cluster
        if (group !== undefined) changed.add(group)
      }
      await assign(
        deps,
        [...changed].filter((group) => group.incidentId !== null),
        keeper
      )
      const stranded = new Set<string>()
      let blind: Promise<readonly string[]> | undefined
      const blindSources = (): Promise<readonly string[]> => (blind ??= deps.blindSources())
      await someAtOnce([...changed], async (group) => {
        const wasOpen = !group.ended
        if (group.incidentId === null) await found(group, blindSources)
        else await observeGroup(group)
        // A person ended it and the word is still on its way: what is worse than the end goes elsewhere.
        if (wasOpen && group.ended) for (const id of touched) if (clusters.node(id)?.cluster === group) stranded.add(id)
      })
      const moved = placeAgain(stranded)
      if (moved.size > 0) await keeper.write(moved)
      if (mayLook()) await settleAll(uncounted().filter(isRollupDue))
    },
    settle: () => settleAll(uncounted()),
    get unsettled() {
      return unsettled.size > 0
    },
    adopt(document, group, absorbed) {
      group.incidentId = document.id
      group.ended = document.state.status !== 'open'
      kept.set(document.id, { document: lean(document), ids: new Set([document.id, ...absorbed]), rolledElapsedMs: 0 })
      for (const id of [document.id, ...absorbed]) groups.set(id, group)
      if (document.state.status === 'open') unsettled.add(document.id)
    },
    async letGo(group) {
      const entry = group.incidentId === null ? undefined : kept.get(group.incidentId)
      if (entry !== undefined && unsettled.has(entry.document.id) && entry.document.state.status !== 'merged') await settleSome([entry])
      for (const [id, known] of groups) if (known === group) groups.delete(id)
      if (group.incidentId === null) return
      kept.delete(group.incidentId)
      unsettled.delete(group.incidentId)
    },
    groups: () => new Set(groups.values()),
    heard,
    groupOf: (incidentId) => groups.get(incidentId),
    kept: (incidentId) => kept.get(incidentId),
    moved(from, into, document) {
      const [gone, stays, group] = [kept.get(from), kept.get(into), groups.get(into)]
      if (stays === undefined || group === undefined) return
      stays.document = lean(document)
      for (const id of [from, ...(gone?.ids ?? [])]) {
        stays.ids.add(id)
        groups.set(id, group)
      }
      kept.delete(from)
      unsettled.delete(from)
    },
    writer,
    observeGroup
  }
  return keeper

  async function found(group: Group, blindSources: () => Promise<readonly string[]>): Promise<void> {
    const founder = founderOf(deps, group)
    if (founder === null) return
    const members = membersOf(group)
    const digest = digestOf(members, deps.policy.occurredWithinHours)
    const id = await idFor(founder, group)
    await deps.mentions.assign(members.map(({ mention }) => ({ id: mention.id, incidentId: id })))
    for (const { load } of group.nodes.values()) load.storedIn = id
    const now = deps.clock.now()
    const opening = {
      jurisdiction: founder.assessment.jurisdiction ?? deps.jurisdiction,
      policy: deps.policy,
      drill: founder.mention.drill,
      blindSources: await blindSources()
    }
    const bodies = openByMachine(digest, founder.mention.id, opening, { now, table: deps.table })
    const change = { at: now, actor: pipeline, cause: `open:${id}` }
    // The store knows no more of it yet, and asking it costs more than all the rest.
    const document = await create(writer(newestFetch(group)), id, change, bodies, rollupOf(members, now))
    keeper.adopt(document, group, document.state.absorbed)
    unsettled.delete(id)
    const entry = kept.get(id)
    if (entry !== undefined) entry.rolledElapsedMs = deps.clock.elapsedMs()
    deps.logger.info({ incident: id, grade: document.state.grade, mentions: group.nodes.size }, 'incident opened')
    // An incident of that id stood already (a half-done opening before a stop): the mentions of now may say more.
    if (document.events[0]?.body !== bodies[0] || group.ended) await observeGroup(group)
  }

  /** A mention founds again where the incident of its id has ended and said less than the group does now. */
  async function idFor(founder: Member, group: Group): Promise<string> {
    for (let id = incidentIdOf(deps.sha256, founder.mention.id); ; id = incidentIdOf(deps.sha256, id)) {
      const document = await deps.incidents.get(id)
      if (document === null || document.state.status === 'open') return id
      if ([...group.nodes.values()].every(({ load }) => saysNoWorse(document.state, load.member))) return id
    }
  }

  /** Ids of those that left their ended incident. */
  function placeAgain(ids: ReadonlySet<string>): Set<string> {
    const moved = new Set<string>()
    for (const id of ids) {
      const node = clusters.node(id)
      if (node === undefined) continue
      const before = node.cluster
      const { cluster, rivals } = clusters.place(node.features, node.load)
      if (cluster === before) continue
      moved.add(id)
      for (const { cluster: other, link } of rivals) keeper.rivals({ one: cluster, other, link })
    }
    return moved
  }

  /** A merged one stays as it is: all of it moves when the word of the merge comes. */
  function heard(document: IncidentDocument): void {
    const [entry, group] = [kept.get(document.id), groups.get(document.id)]
    if (entry !== undefined) entry.document = lean(document)
    if (group?.incidentId === document.id && document.state.status !== 'merged') group.ended = document.state.status !== 'open'
  }

  async function observeGroup(group: Group): Promise<void> {
    const entry = group.incidentId === null ? undefined : kept.get(group.incidentId)
    const members = membersOf(group)
    if (entry === undefined || members.length === 0) return
    const digest = digestOf(members, entry.document.state.policy.occurredWithinHours)
    const now = deps.clock.now()
    const look = (state: IncidentState, events: readonly IncidentEvent[]) =>
      observe(state, digest, { now, table: deps.table, members, reached: milestonesOf(events) })
    // Its counts at least have changed.
    unsettled.add(entry.document.id)
    if (look(entry.document.state, entry.document.events).length === 0) return
    const change = { at: now, actor: pipeline, cause: causeOf(deps, entry.document, digest) }
    heard(await update(writer(newestFetch(group)), entry.document.id, change, look))
  }

  /** Incidents with counts that are not written yet. */
  function uncounted(): Kept[] {
    const entries: Kept[] = []
    for (const id of unsettled) {
      const entry = kept.get(id)
      if (entry === undefined || entry.document.state.status === 'merged') unsettled.delete(id)
      else entries.push(entry)
    }
    return entries
  }

  /** Whether the last look is long enough ago, by the clock of the desk and by real time. */
  function mayLook(): boolean {
    if (looked === null) return true
    return msBetween(looked.at, deps.clock.now()) >= betweenLooksMs && deps.clock.elapsedMs() - looked.elapsedMs >= leastElapsedBetweenRollupsMs
  }

  /** At most once a civil minute, and never in a hurry of real time. */
  function isRollupDue(entry: Kept): boolean {
    const last = entry.document.rollup?.updatedAt
    if (last === undefined) return true
    return msBetween(last, deps.clock.now()) >= minuteMs && deps.clock.elapsedMs() - entry.rolledElapsedMs >= leastElapsedBetweenRollupsMs
  }

  async function countedNow(entry: Kept): Promise<Rollup | null> {
    const [rollup] = await storedRollups([entry])
    return rollup ?? null
  }

  async function storedRollups(entries: readonly Kept[]): Promise<Rollup[]> {
    const rollups = await deps.mentions.rollups(entries.map(({ ids }) => [...ids]))
    const updatedAt = deps.clock.now()
    return rollups.map((rollup) => ({ ...rollup, updatedAt }))
  }

  async function settleAll(entries: readonly Kept[]): Promise<void> {
    if (entries.length === 0) return
    looked = { at: deps.clock.now(), elapsedMs: deps.clock.elapsedMs() }
    for (let from = 0; from < entries.length; from += settledAtOnce) await settleSome(entries.slice(from, from + settledAtOnce))
  }

  /** One look at the store serves them all; each is written upon its document as it was before the look. */
  async function settleSome(entries: readonly Kept[]): Promise<void> {
    const read = entries.map(({ document }) => document)
    const rollups = await storedRollups(entries)
    await someAtOnce([...entries.entries()], async ([index, entry]) => {
      const [document, rollup] = [read[index], rollups[index]]
      if (document !== undefined && rollup !== undefined) await writeRollup(entry, document, rollup)
    })
  }

  function rolled(entry: Kept): void {
    entry.rolledElapsedMs = deps.clock.elapsedMs()
    unsettled.delete(entry.document.id)
  }

  async function writeRollup(entry: Kept, read: IncidentDocument, counted: Rollup): Promise<void> {
    let fresh: Rollup | null = counted
    const count = async ({ rollup: before }: IncidentDocument): Promise<Rollup | null> => {
      const rollup = fresh ?? (await countedNow(entry))
      fresh = null
      return rollup === null || (before !== null && isSameCounts(before, rollup)) ? null : rollup
    }
    const change = { at: counted.updatedAt, actor: pipeline, cause: `rollup:${read.id}` }
    heard(await update(writer(null), read.id, change, () => [], { read, count }))
    rolled(entry)
  }
}

function isSameCounts({ updatedAt: _then, ...before }: Rollup, { updatedAt: _now, ...after }: Rollup): boolean {
  return canonicalJson(before) === canonicalJson(after)
}

/** Each group has a document of its own. When one fails the others are waited for: nothing may be written behind the back of the next batch. */
async function someAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    for (const item of waiting) await work(item)
  })
  const failed = (await Promise.allSettled(workers)).find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** The same mentions on the same timeline are one cause; what mentions say may come back after it was otherwise. */
function causeOf(deps: GrouperDeps, document: IncidentDocument, digest: Digest): string {
  return `observe:${document.id}:${headHash(document)}:${deps.sha256(canonicalJson(digest))}`
}

async function assign(deps: GrouperDeps, groups: readonly Group[], keeper: Keeper): Promise<void> {
  const pairs: { id: MentionId; incidentId: string }[] = []
  for (const group of groups) {
    const { incidentId } = group
    const ids = incidentId === null ? undefined : keeper.kept(incidentId)?.ids
    if (incidentId === null || ids === undefined) continue
    for (const { load } of group.nodes.values()) {
      if (load.member === null || (load.storedIn !== null && ids.has(load.storedIn))) continue
      pairs.push({ id: load.member.mention.id, incidentId })
      load.storedIn = incidentId
    }
  }
  if (pairs.length > 0) await deps.mentions.assign(pairs)
}

function membersOf(group: Group): Member[] {
  return [...group.nodes.values()].flatMap(({ load }) => load.member ?? [])
}

/** The earliest published of those that deserve an incident; the one that a stop half-way had chosen stays chosen. */
function founderOf(deps: GrouperDeps, group: Group): Member | null {
  const deserving = [...group.nodes.values()].filter(({ load }) => load.arrived && load.member !== null && deservesIncident(load.member))
  const members = deserving.flatMap(({ load }) => load.member ?? []).sort(byPublication)
  const chosen = new Set([...group.nodes.values()].map(({ load }) => load.storedIn))
  return members.find((member) => chosen.has(incidentIdOf(deps.sha256, member.mention.id))) ?? members[0] ?? null
}

/** What is only worth watching is stored and opens nothing. */
function deservesIncident({ assessment }: Member): boolean {
  return assessment.relevant && (assessment.grade !== null || assessment.responseValue === 'must-respond' || assessment.responseValue === 'respond')
}

/** Of the mentions of the group, when the newest bytes came: what our latency is measured from. */
function newestFetch(group: Group): number | null {
  let newest: number | null = null
  for (const { load } of group.nodes.values())
    if (load.fetchedElapsedMs !== null && load.fetchedElapsedMs > (newest ?? 0)) newest = load.fetchedElapsedMs
  return newest
}
