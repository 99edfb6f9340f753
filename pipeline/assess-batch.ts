import type { Assessment } from '../core/assessment.ts'
import { RetryableError } from '../core/errors.ts'
import { Mention } from '../core/mention.ts'
import { countsText } from '../core/observed-counts.ts'
import type { AssessedMention, DeadLetters, EventLog, Logger, LogRecord, MentionStore, PutOutcome, SubscribeOptions } from '../core/ports.ts'
import type { AssessedRecord } from '../core/records.ts'
import { letterOf } from './dead-letter.ts'
import { Doubt } from './doubt.ts'
import { FailingBatches } from './failing-batches.ts'

export type Assess = (batch: readonly Mention[]) => Promise<readonly Assessment[]>

export interface AssessBatchDeps {
  readonly log: EventLog
  readonly mentions: MentionStore
  readonly deadLetters: DeadLetters
  readonly logger: Logger
  readonly assess: Assess
  readonly rulesVersion: () => string
  readonly jurisdiction: string
  readonly maxBatch: number
}

interface Incoming {
  readonly record: LogRecord
  readonly mention: Mention
}

const triesBeforeDeadLetter = 3

/** The consumer of `mentions`: parse, leave out what is known, assess, store, and tell the grouper what matters. */
export function assessBatch(deps: AssessBatchDeps): Required<Pick<SubscribeOptions, 'handle' | 'gained'>> {
  const doubt = new Doubt(deps.maxBatch)
  const failing = new FailingBatches()
  return { handle, gained: (partitions) => doubt.gained(partitions) }

  async function handle(batch: readonly LogRecord[]): Promise<void> {
    try {
      const incoming = await parse(deps, batch)
      const fresh = await withoutKnown(deps, incoming, (record) => doubt.covers(record))
      const assessed = await assess(deps, fresh.unknown)
      const stored = await store(deps, assessed, failing.triesOf(batch) >= triesBeforeDeadLetter)
      await tell(deps, [...stored, ...fresh.again.map((assessed) => ({ assessed, isNew: false }))])
      doubt.handled(batch)
      failing.handled(batch)
    } catch (error) {
      failing.failed(batch)
      doubt.failed(batch)
      throw error
    }
  }
}

function placeOf(record: LogRecord): string {
  return `${record.topic}/${record.partition}/${record.offset}`
}

async function parse(deps: AssessBatchDeps, batch: readonly LogRecord[]): Promise<Incoming[]> {
  const incoming: Incoming[] = []
  for (const record of batch) {
    const read = readJson(record.value, (value) => Mention.safeParse(value))
    if (read.ok && read.value.title === null && read.value.text === null) await bury(deps, record, '标题和正文都没有', 'empty')
    else if (read.ok) incoming.push({ record, mention: read.value })
    else await bury(deps, record, read.reason, 'invalid-input')
  }
  return incoming
}

async function bury(deps: AssessBatchDeps, record: LogRecord, reason: string, code: string): Promise<void> {
  deps.logger.warn({ place: placeOf(record), reason }, 'mention refused')
  await deps.deadLetters.put([letterOf(record, 'assess', reason, code)])
}

type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }

/** A value out of a record, or the reason in one line why there is none. */
export function readJson<T>(text: string, parse: (value: unknown) => Parsed<T>): { ok: true; value: T } | { ok: false; reason: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, reason: `不是 JSON:${error instanceof Error ? error.message : String(error)}` }
  }
  const parsed = parse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  return {
    ok: false,
    reason: parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.') || '记录'}: ${issue.message}`)
      .join('; ')
  }
}

interface Fresh {
  /** To be assessed: new, changed, newly counted, or judged by other rules. */
  readonly unknown: readonly Incoming[]
  /** Stored by a try that a stop cut short, so that the grouper may not know of it. */
  readonly again: readonly AssessedMention[]
}

async function withoutKnown(deps: AssessBatchDeps, incoming: readonly Incoming[], isInDoubt: (record: LogRecord) => boolean): Promise<Fresh> {
  const known = await deps.mentions.knownContent([...new Set(incoming.map(({ mention }) => mention.id))])
  const rulesVersion = deps.rulesVersion()
  const unknown: Incoming[] = []
  const doubtful: Incoming[] = []
  const newest = new Map<string, Incoming>()
  for (const item of incoming) {
    const before = newest.get(item.mention.id)
    if (before === undefined || before.mention.observedAt <= item.mention.observedAt) newest.set(item.mention.id, item)
  }
  for (const item of incoming) {
    const { mention, record } = item
    const stored = known.get(mention.id)
    const same =
      stored !== undefined &&
      stored.contentHash === mention.contentHash &&
      stored.rulesVersion === rulesVersion &&
      stored.engagement === countsText(mention) &&
      stored.gone === (mention.gone !== undefined)
    if (!same) unknown.push(item)
    else if (isInDoubt(record) && newest.get(mention.id) === item) doubtful.push(item)
  }
  const rows = doubtful.length === 0 ? [] : await deps.mentions.getMany(doubtful.map(({ mention }) => mention.id))
  return { unknown, again: rows.flatMap(({ mention, assessment }) => (assessment === null ? [] : [{ mention, assessment }])) }
}

/** All at once; when that fails for good, one by one, so that one mention cannot hold up the others. */
async function assess(deps: AssessBatchDeps, items: readonly Incoming[]): Promise<{ record: LogRecord; assessed: AssessedMention }[]> {
  if (items.length === 0) return []
  try {
    const assessments = await deps.assess(items.map(({ mention }) => mention))
    return items.flatMap(({ record, mention }, index) => {
      const assessment = assessments[index]
      return assessment === undefined ? [] : [{ record, assessed: { mention, assessment } }]
    })
  } catch (error) {
    if (error instanceof RetryableError) throw error
    if (items.length > 1) return (await inSequence(items, (item) => assess(deps, [item]))).flat()
    const [only] = items
    if (only !== undefined) await bury(deps, only.record, error instanceof Error ? error.message : String(error), 'assess-failed')
    return []
  }
}

async function inSequence<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

interface Stored {
  readonly assessed: AssessedMention
  /** First seen with this very record: no incident can hold it yet. */
  readonly isNew: boolean
}

/** One transaction; after repeated failures one by one, and what then still fails for good becomes a dead letter. */
async function store(
  deps: AssessBatchDeps,
  items: readonly { record: LogRecord; assessed: AssessedMention }[],
  oneByOne: boolean
): Promise<Stored[]> {
  if (items.length === 0) return []
  if (!oneByOne) {
    const outcomes = await deps.mentions.putMany(items.map(({ assessed }) => assessed))
    return items.flatMap(({ assessed }, index) => asStored(assessed, outcomes[index]))
  }
  const stored: Stored[] = []
  for (const { record, assessed } of items) {
    try {
      const [outcome] = await deps.mentions.putMany([assessed])
      stored.push(...asStored(assessed, outcome))
    } catch (error) {
      if (error instanceof RetryableError) throw error
      await bury(deps, record, error instanceof Error ? error.message : String(error), 'store-failed')
    }
  }
  return stored
}

function asStored(assessed: AssessedMention, outcome: PutOutcome | undefined): Stored[] {
  return outcome === 'stale' ? [] : [{ assessed, isNew: outcome === 'created' }]
}

/** What is relevant, what answers something, and what an incident holds already: all that the grouper can use. */
async function tell(deps: AssessBatchDeps, items: readonly Stored[]): Promise<void> {
  const plainlyOurs = ({ assessed }: Stored) => assessed.assessment.relevant || assessed.mention.parentId !== null
  const doubtful = items.filter((item) => !item.isNew && !plainlyOurs(item)).map(({ assessed }) => assessed.mention.id)
  const rows = doubtful.length === 0 ? [] : await deps.mentions.getMany(doubtful)
  const held = new Set(rows.filter((row) => row.incidentId !== null).map((row) => row.mention.id))
  const records = items
    .filter((item) => plainlyOurs(item) || held.has(item.assessed.mention.id))
    .map(({ assessed: { mention, assessment } }) => {
      const value: AssessedRecord = { schema: 1, type: 'mention', mention, assessment }
      return { key: assessment.jurisdiction ?? deps.jurisdiction, value: JSON.stringify(value) }
    })
  if (records.length > 0) await deps.log.append('assessed', records)
}
