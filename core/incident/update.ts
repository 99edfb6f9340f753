import type { Actor } from '../actor.ts'
import { ConflictError, NotFoundError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import type { IncidentStore } from '../ports.ts'
import { isFiled } from './after.ts'
import { chainStart, seal, type Sha256 } from './chain.ts'
import { demandNotFiled } from './ended.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'
import { evolve, replay } from './evolve.ts'
import type { Follow, Followed } from './follow.ts'
import { headHash, type IncidentDocument, type IncidentState, type Rollup } from './state.ts'

/** What a verb decides: nothing (already so), or events. */
export type Decision = readonly IncidentEventBody[]

export interface Change {
  readonly at: Instant
  readonly actor: Actor
  /** Names the cause: a log record, a command id, a phase. The same cause is appended at most once. */
  readonly cause: string
}

export interface IncidentWriter {
  readonly store: IncidentStore
  readonly sha256: Sha256
  /** Tells the topic `incidents` that the document changed. A hint: when it is lost, the sweep finds the change. */
  readonly announce: (document: IncidentDocument) => Promise<void>
  /** What follows by itself from a change, written with it: the clocks that go by stages. Without it none start. */
  readonly follow?: Follow
}

const maxTries = 20

/** One change of several, under a cause of its own. */
export interface Step {
  readonly change: Change
  readonly decide: Decide
}

type Decide = (state: IncidentState, events: readonly IncidentEvent[]) => Decision

/**
 * Counts that are written with a change. They are taken after the document was read, and again when somebody else was faster:
 * a process that was slow, and counted before others added what they did, would put its counts over theirs.
 */
export interface Counting {
  /** What the document's counts become; null: they stay. */
  readonly count: (document: IncidentDocument) => Promise<Rollup | null>
  /** The document as it was read before the counts were taken, to begin with. */
  readonly read?: IncidentDocument
}

/**
 * Read, decide, append, compare-and-set; again from the start when somebody else was faster. A cause that the timeline has
 * already changes nothing. Returns the document as it now is.
 * @throws NotFoundError, ConflictError after 20 lost races, and what `decide` and `count` throw.
 */
export async function update(writer: IncidentWriter, id: string, change: Change, decide: Decide, counting?: Counting): Promise<IncidentDocument> {
  const changed = async (document: IncidentDocument): Promise<IncidentDocument> => {
    const rollup = (await counting?.count(document)) ?? undefined
    return append(writer, document, change, decide, rollup)
  }
  return write(writer, id, changed, counting?.read)
}

/**
 * The same for several changes, which are written together or not at all; each decides upon what those before it left. Goes out from
 * the document as it was read, and reads it again only when somebody else was faster.
 */
export async function updateEach(writer: IncidentWriter, read: IncidentDocument, steps: readonly Step[]): Promise<IncidentDocument> {
  const changed = (document: IncidentDocument): IncidentDocument =>
    steps.reduce((before, { change, decide }) => append(writer, before, change, decide), document)
  return write(writer, read.id, changed, read)
}

async function write(
  writer: IncidentWriter,
  id: string,
  changed: (document: IncidentDocument) => IncidentDocument | Promise<IncidentDocument>,
  read?: IncidentDocument
): Promise<IncidentDocument> {
  for (let tries = 1; ; tries++) {
    const document = (tries === 1 ? read : undefined) ?? (await writer.store.get(id))
    if (document === null) throw new NotFoundError(`没有编号为 ${id} 的事件`)
    const next = await changed(document)
    if (next === document) return document
    const written = { ...next, version: document.version + 1 }
    try {
      await writer.store.put(written, document.version)
      await writer.announce(written)
      return written
    } catch (error) {
      if (!(error instanceof ConflictError) || tries >= maxTries) throw error
    }
  }
}

/** Opens an incident with its first events; when it exists already the stored one is returned unchanged. */
export async function create(writer: IncidentWriter, id: string, change: Change, bodies: Decision, rollup: Rollup | null): Promise<IncidentDocument> {
  const existing = await writer.store.get(id)
  if (existing !== null) return existing
  const own = link(writer.sha256, [], change, bodies, 0)
  const { events, state } = followed(writer, change, { before: null, bodies, after: replay(id, own), events: own })
  const document: IncidentDocument = { id, version: 1, events, state, rollup }
  try {
    await writer.store.put(document, 0)
    await writer.announce(document)
    return document
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    const winner = await writer.store.get(id)
    if (winner === null) throw error
    return winner
  }
}

function append(writer: IncidentWriter, document: IncidentDocument, change: Change, decide: Decide, rollup?: Rollup): IncidentDocument {
  const { sha256 } = writer
  const done = document.events.some((event) => event.id === causeId(sha256, change.cause, 0))
  // 归档后 nothing changes it: not what people ask, nor what the machine goes on to see, its counts among that.
  if (!done && isFiled(document.state) && change.actor.kind !== 'person') return document
  const bodies = done ? [] : decide(document.state, document.events)
  // After the verb had its say: who may not do it at all is told that.
  if (!done) demandNotFiled(document.state)
  if (bodies.length === 0 && rollup === undefined) return document
  const added = link(sha256, document.events, change, bodies, 0)
  const own = { before: document.state, bodies, after: added.reduce(evolve, document.state), events: [...document.events, ...added] }
  const { events, state } = bodies.length === 0 ? { events: own.events, state: own.after } : followed(writer, change, own)
  return { ...document, events, state, rollup: rollup ?? document.rollup }
}

/** With what follows from it, in the same write: a clock is never a moment later than what starts it. */
function followed({ sha256, follow }: IncidentWriter, change: Change, own: Followed): { events: IncidentEvent[]; state: IncidentState } {
  const more = follow?.(own) ?? []
  const events = link(sha256, own.events, change, more, own.bodies.length)
  return { events: [...own.events, ...events], state: events.reduce(evolve, own.after) }
}

/** @param from number among the events of the same cause at which these begin */
function link(sha256: Sha256, before: readonly IncidentEvent[], change: Change, bodies: Decision, from: number): IncidentEvent[] {
  const events: IncidentEvent[] = []
  let previous = before.at(-1)?.hash ?? chainStart
  for (const [index, body] of bodies.entries()) {
    const event = seal(sha256, {
      seq: before.length + index + 1,
      id: causeId(sha256, change.cause, from + index),
      at: change.at,
      actor: change.actor,
      body,
      previous
    })
    events.push(event)
    previous = event.hash
  }
  return events
}

function causeId(sha256: Sha256, cause: string, index: number): string {
  return sha256(`${cause}#${index}`).slice(0, 32)
}

/** What the audit log seals of a changed incident. */
export function sealLine(document: IncidentDocument): string {
  return `${document.id} v${document.version} ${headHash(document)}`
}
