import type { MentionId } from '../../core/mention.ts'
import type { AssessedMention, MentionStore, PutOutcome } from '../../core/ports.ts'
import { writeBulk, type BulkOutcome, type BulkWrite } from './bulk.ts'
import { asked } from './client.ts'
import type { Found } from './documents.ts'
import type { EarlyAssignment } from './early-assignments.ts'
import { MentionRefusedError } from './errors.ts'
import { documentIdOf, documentOf, readState, stateFields, stateFieldsOf, type StateFields } from './mention-document.ts'
import { observe, type MentionState } from './mention-observe.ts'
import type { MentionParts } from './mention-parts.ts'
import { uniteTwins } from './mention-twins.ts'
import { getMany } from './multi-get.ts'

/** One mention on its way into its document. */
interface Task {
  readonly id: MentionId
  readonly observations: readonly AssessedMention[]
  /** Where it goes if it is nowhere yet. */
  readonly own: string
  /** Where it lies; null: nowhere, as far as is known. */
  index: string | null
  stored: Found<StateFields> | null
  readonly claim?: EarlyAssignment
}

interface Done {
  readonly outcomes: readonly PutOutcome[]
  readonly created: boolean
}

/**
 * Each mention is one document, written as a whole and only as long as it is as it was read, so that the order of writers does
 * not matter; what is not written because another was faster is read and decided again. All mentions that can be written are
 * written, also when some are refused.
 * @throws MentionRefusedError naming those that the server refused for good
 */
export function mentionWrites(parts: MentionParts): Pick<MentionStore, 'putMany' | 'assign'> {
  const { client, random, whereabouts, early, refresher } = parts

  return {
    async putMany(mentions) {
      if (mentions.length === 0) return []
      const byId = Map.groupBy(mentions, ({ mention }) => mention.id)
      const before = await early.epoch()
      const owns = new Map([...byId].map(([id, [first]]) => [id, first === undefined ? '' : whereabouts.own(first.mention)]))
      const located = await whereabouts.locateElsewhere(owns)
      const tasks = [...byId].map(([id, observations]): Task => ({
        id,
        observations,
        own: owns.get(id) ?? '',
        index: located.get(id) ?? null,
        stored: null
      }))
      const usual = new Set([...owns.values()].filter((index) => whereabouts.isUsual(index)))
      const { done, refused } = await store(tasks)
      refresher.wrote()
      const created = new Map([...done].flatMap(([id, { created: isNew }]) => (isNew ? [[id, owns.get(id) ?? ''] as const] : [])))
      await lookAround(created, usual, before)
      if (refused.size > 0) throw MentionRefusedError.of(refused)
      const places = new Map<MentionId, number>()
      return mentions.map(({ mention: { id } }) => {
        const place = places.get(id) ?? 0
        places.set(id, place + 1)
        return done.get(id)?.outcomes[place] ?? 'unchanged'
      })
    },

    async assign(pairs) {
      if (pairs.length === 0) return
      const wanted = new Map(pairs.map(({ id, incidentId }) => [id, incidentId]))
      let missing = await assignStored(wanted)
      // Remembered, but moved or dropped since; or not there yet.
      if (missing.size > 0) missing = await assignStored(missing)
      if (missing.size > 0) {
        await early.put([...missing].map(([id, incidentId]) => ({ id, incidentId })))
        await early.ring()
        whereabouts.forgetAbsent()
        const stillMissing = await assignStored(missing)
        await early.remove(await early.of([...missing.keys()].filter((id) => !stillMissing.has(id))))
      }
      refresher.wrote()
    }
  }

  /** Until each is written, needs no writing, or is refused. */
  async function store(tasks: readonly Task[]): Promise<{ done: Map<MentionId, Done>; refused: Map<MentionId, string> }> {
    const done = new Map<MentionId, Done>()
    const refused = new Map<MentionId, string>()
    for (let open = tasks; open.length > 0;) {
      await read(open)
      const claims = await early.of(open.flatMap(({ id, stored }) => (stored?.source.incidentId == null ? [id] : [])))
      const writes = open.map((task) => decide(task, task.claim ?? claims.get(task.id)))
      const needed = writes.flatMap(({ write }) => write ?? [])
      const outcomes = (await writeBulk(client, needed, random)).values()
      const again: Task[] = []
      for (const [place, task] of open.entries()) {
        const { write, outcomes: observed } = writes[place] ?? { write: null, outcomes: [] }
        const outcome: BulkOutcome | null = write === null ? null : (outcomes.next().value ?? null)
        if (outcome === null || outcome.kind === 'done') {
          const index = task.index ?? task.own
          whereabouts.remember(task.id, index)
          done.set(task.id, { outcomes: observed, created: task.index === null })
        } else if (outcome.kind === 'refused') refused.set(task.id, `${outcome.type} ${outcome.reason}`)
        else again.push(task.index === null ? { ...task, index: task.own } : task)
      }
      await early.remove(new Map([...claims].filter(([id]) => done.has(id))))
      open = again
    }
    return { done, refused }
  }

  /** Reads those that lie somewhere; one that is no longer there is looked for once more. */
  async function read(tasks: readonly Task[]): Promise<void> {
    const byIndex = Map.groupBy(tasks, ({ index }) => index)
    await Promise.all(
      [...byIndex].map(async ([index, some]) => {
        if (index === null) return
        const ids = some.map(({ id }) => documentIdOf(id))
        const found = await getMany<StateFields>(client, index, ids, stateFields)
        for (const [place, task] of some.entries()) task.stored = found[place] ?? null
      })
    )
    const gone = tasks.filter(({ index, stored }) => index !== null && stored === null)
    if (gone.length === 0) return
    const left = new Map(gone.map((task) => [task.id, task.index]))
    for (const { id } of gone) whereabouts.forget(id)
    const located = await whereabouts.locate(gone.map(({ id }) => id))
    for (const task of gone) {
      const index = located.get(task.id) ?? null
      task.index = index === left.get(task.id) ? null : index
    }
    await read(gone.filter(({ index }) => index !== null))
  }

  /** What the observations make of what is stored, and the write for it; none where nothing changes. */
  function decide(task: Task, claim: EarlyAssignment | undefined): { write: BulkWrite | null; outcomes: readonly PutOutcome[] } {
    const outcomes: PutOutcome[] = []
    let state: MentionState | null = task.stored === null ? null : readState(task.stored.source)
    for (const observation of task.observations) {
      const observed = observe(state, observation)
      state = observed.state
      outcomes.push(observed.outcome)
    }
    if (state === null) return { write: null, outcomes }
    if (claim !== undefined && state.incidentId === null) state = { ...state, incidentId: claim.incidentId }
    return { write: writeOf(task, state), outcomes }
  }

  function writeOf({ id, own, index, stored }: Task, state: MentionState): BulkWrite | null {
    const fields = stateFieldsOf(state)
    const _id = documentIdOf(id)
    if (stored === null || index === null) return { action: { create: { _index: own, _id } }, document: documentOf(state, fields) }
    if (stateFields.every((field) => fields[field] === stored.source[field])) return null
    return {
      action: { index: { _index: index, _id, if_seq_no: stored.seqNo, if_primary_term: stored.primaryTerm } },
      document: documentOf(state, fields)
    }
  }

  /** Whether somebody stored, in another index, or assigned the same mentions while we stored them; see `whereabouts.ts`. */
  async function lookAround(created: ReadonlyMap<MentionId, string>, usual: ReadonlySet<string>, before: number): Promise<void> {
    if (created.size === 0) return
    const unusual = new Set([...created.values()].filter((index) => !usual.has(index)))
    if (unusual.size > 0) {
      for (const index of unusual) await asked('刷新索引', () => client.indices.refresh({ index, ignore_unavailable: true }))
      await early.ring()
    }
    const isRung = (await early.read()) !== before
    if (isRung) whereabouts.forgetAbsent()
    for (const [id, index] of await whereabouts.twins(created)) await uniteTwins(parts, id, [created.get(id) ?? '', index])
    if (!isRung) return
    const claims = await early.of([...created.keys()])
    if (claims.size === 0) return
    await store(
      [...claims].map(([id, claim]) => ({ id, observations: [], own: created.get(id) ?? '', index: created.get(id) ?? '', stored: null, claim }))
    )
    await early.remove(claims)
  }

  /** Assigns those that are stored; the others come back. */
  async function assignStored(wanted: ReadonlyMap<MentionId, string>): Promise<Map<MentionId, string>> {
    const located = await whereabouts.locate([...wanted.keys()])
    const missing = new Map([...wanted].filter(([id]) => !located.has(id)))
    for (let open = [...located]; open.length > 0;) {
      const outcomes = await writeBulk(
        client,
        open.map(([id, index]) => ({
          action: { update: { _index: index, _id: documentIdOf(id), retry_on_conflict: 3 } },
          document: { doc: { incidentId: wanted.get(id) } }
        })),
        random
      )
      const again = open.filter((_, place) => outcomes[place]?.kind === 'conflict')
      for (const [place, [id]] of open.entries()) {
        const outcome = outcomes[place]
        if (outcome?.kind === 'refused') throw MentionRefusedError.of(new Map([[id, `${outcome.type} ${outcome.reason}`]]))
        if (outcome?.kind !== 'missing') continue
        whereabouts.forget(id)
        missing.set(id, wanted.get(id) ?? '')
      }
      open = again
    }
    return missing
  }
}
