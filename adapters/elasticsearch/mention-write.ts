import type { MentionId } from '../../core/mention.ts'
import type { AssessedMention, PutOutcome } from '../../core/ports.ts'
import { writeBulk, type BulkLines, type BulkWrite } from './bulk.ts'
import { asked } from './client.ts'
import type { Found } from './documents.ts'
import type { EarlyAssignment } from './early-assignments.ts'
import { documentIdOf, documentOf, isStored, readState, stateFields, stateFieldsOf, type StoredStateFields } from './mention-document.ts'
import { observe, type MentionState } from './mention-observe.ts'
import type { MentionParts } from './mention-parts.ts'
import { uniteTwins } from './mention-twins.ts'
import { getMany } from './multi-get.ts'

/** What is to be made of one mention. */
export interface MentionTask {
  readonly id: MentionId
  /** Where it goes if it is nowhere yet. */
  readonly own: string
  /** Where it lies; null: nowhere, as far as is known. */
  readonly index: string | null
  readonly observations: readonly AssessedMention[]
  /** An assignment that came before the mention; null: those that wait are asked. */
  readonly claim: EarlyAssignment | null
  /** Creates it in `own`, if nothing is stored of it and nothing was assigned; null: not made yet. */
  readonly draft?: BulkLines | null
}

export interface Written {
  /** One for each observation. */
  readonly outcomes: readonly PutOutcome[]
  /** Where it lies now. */
  readonly index: string
}

type Stored = Found<StoredStateFields> & { readonly index: string }

interface Decision {
  readonly task: MentionTask
  readonly outcomes: readonly PutOutcome[]
  /** Where it lies when it is written. */
  readonly target: string
  /** Null where nothing changes. */
  readonly write: BulkWrite | null
  /** An index of an older version that it leaves. */
  readonly leaves: string | null
  readonly claim: EarlyAssignment | null
}

/**
 * Each mention is one document, written as a whole and only as long as it is as it was read, so that the order of writers does
 * not matter: what another was faster with is read and decided again. No mention may be in two tasks.
 */
export async function writeMentions(
  parts: MentionParts,
  tasks: readonly MentionTask[]
): Promise<{ written: Map<MentionId, Written>; refused: Map<MentionId, string> }> {
  const written = new Map<MentionId, Written>()
  const refused = new Map<MentionId, string>()
  for (let open = tasks; open.length > 0;) {
    const stored = await readTasks(parts, open)
    const claims = await parts.early.of(open.flatMap(({ id }) => (stored.get(id)?.source.incidentId == null ? [id] : [])))
    const decisions = open.map((task) => decide(parts, task, stored.get(task.id) ?? null, task.claim ?? claims.get(task.id) ?? null))
    const needed = decisions.flatMap(({ write }) => write ?? [])
    const targets = decisions.flatMap(({ write, target }) => (write === null ? [] : [target]))
    await parts.sound.check(targets)
    const outcomes = (await writeBulk(parts, needed)).values()
    // What the write itself made is looked at too, before anything counts as done.
    await parts.sound.check(targets)
    const done: Decision[] = []
    const again: MentionTask[] = []
    for (const decision of decisions) {
      const outcome = decision.write === null ? { kind: 'done' as const } : (outcomes.next().value ?? { kind: 'conflict' as const })
      if (outcome.kind === 'done') done.push(decision)
      else if (outcome.kind === 'refused') refused.set(decision.task.id, `${outcome.type} ${outcome.reason}`)
      else again.push({ ...decision.task, index: decision.target })
    }
    await finish(parts, done)
    for (const { task, outcomes: observed, target } of done) written.set(task.id, { outcomes: observed, index: target })
    open = again
  }
  return { written, refused }
}

/** What is stored of each; one that is not where it was remembered is looked for. */
async function readTasks(parts: MentionParts, tasks: readonly MentionTask[]): Promise<Map<MentionId, Stored>> {
  const stored = new Map<MentionId, Stored>()
  let places = new Map(tasks.flatMap(({ id, index }) => (index === null ? [] : [[id, index] as const])))
  while (places.size > 0) {
    await Promise.all(
      [...Map.groupBy(places, ([, index]) => index)].map(async ([index, some]) => {
        const ids = some.map(([id]) => documentIdOf(id))
        const found = await getMany<StoredStateFields>(parts.client, index, ids, stateFields)
        for (const [place, [id]] of some.entries()) {
          const document = found[place] ?? null
          if (document === null) parts.whereabouts.forget(id)
          else stored.set(id, { ...document, index })
        }
      })
    )
    const gone = new Map([...places].filter(([id]) => !stored.has(id)))
    places = await parts.whereabouts.lookElsewhere(gone, 'everywhere')
  }
  return stored
}

/** What the observations make of what is stored, and the write for it. */
function decide(parts: MentionParts, task: MentionTask, stored: Stored | null, claim: EarlyAssignment | null): Decision {
  if (stored === null && claim === null && task.draft != null) {
    return { task, outcomes: ['created'], claim, target: task.own, write: task.draft, leaves: null }
  }
  const outcomes: PutOutcome[] = []
  let state: MentionState | null = stored === null ? null : readState(stored.source)
  for (const observation of task.observations) {
    const observed = observe(state, observation, parts.clock.elapsedMs())
    state = observed.state
    outcomes.push(observed.outcome)
  }
  if (claim !== null && state !== null && state.incidentId === null) state = { ...state, incidentId: claim.incidentId }
  const fields = state === null ? null : stateFieldsOf(state)
  if (state === null || fields === null || (stored !== null && isStored(fields, stored.source))) {
    // Where nothing changes, nothing is written, and nothing moves.
    return { task, outcomes, claim: state === null ? null : claim, target: stored?.index ?? task.own, write: null, leaves: null }
  }
  const target = stored === null ? task.own : parts.whereabouts.current(stored.index)
  const at = { _index: target, _id: documentIdOf(task.id) }
  const stays = stored?.index === target
  const action = stays ? { index: { ...at, if_seq_no: stored.seqNo, if_primary_term: stored.primaryTerm } } : { create: at }
  const write = { action, document: documentOf(state, fields) }
  return { task, outcomes, claim, target, write, leaves: stays ? null : (stored?.index ?? null) }
}

async function finish(parts: MentionParts, done: readonly Decision[]): Promise<void> {
  const moved = done.filter(({ leaves }) => leaves !== null)
  for (const { task, target, outcomes } of done) if (outcomes.length > 0) parts.whereabouts.remember(task.id, target)
  // Every search sees it in its new index before it leaves the old one.
  for (const index of new Set(moved.map(({ target }) => target))) {
    await asked('刷新索引', () => parts.client.indices.refresh({ index, ignore_unavailable: true }))
  }
  for (const { task, target, leaves } of moved) if (leaves !== null) await uniteTwins(parts, task.id, [target, leaves])
  await parts.early.remove(new Map(done.flatMap(({ task, claim }) => (claim === null ? [] : [[task.id, claim] as const]))))
}
