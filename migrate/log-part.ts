import { createHash } from 'node:crypto'
import { pendingRecords, type RecordPlace } from '../adapters/embedded/export/pending-records.ts'
import type { Folder } from '../adapters/embedded/export/folder.ts'
import type { KafkaInspection } from '../adapters/kafka/inspection.ts'
import type { EventLog, LogRecord } from '../core/ports.ts'
import type { Topic } from '../core/records.ts'
import type { Patiently } from './paged-part.ts'
import type { Part } from './part.ts'

export interface LogPart {
  readonly name: string
  readonly words: string
  readonly topic: Topic
  /** Only what this group has not committed; null: all records. */
  readonly group: string | null
  readonly folder: Pick<Folder, 'connection' | 'stores'>
  readonly log: Pick<EventLog, 'append' | 'read' | 'lag'>
  readonly inspection: Pick<KafkaInspection, 'ends'>
  readonly patiently: Patiently
}

/** Where the folder's log was read to, and where the cluster's topic ended then, `partition: next offset`. */
interface Cursor {
  readonly after: RecordPlace | null
  readonly ends: Readonly<Record<string, number>>
}

const recordsAPage = 500

/**
 * Records are appended in their order. An append that was cut short may have stored some of its records: whoever goes on looks
 * at what stands behind the ends that were noted before, and appends the rest.
 */
export function logPart(part: LogPart): Part {
  const { name, words, topic, group, folder, log, inspection } = part
  const ends = async (): Promise<Cursor['ends']> => Object.fromEntries(await inspection.ends(topic))
  return {
    name,
    words,
    async copy({ cursor, copied }, saved) {
      let at = cursor === null ? { after: null, ends: await ends() } : (JSON.parse(cursor) as Cursor)
      let sum = copied
      await saved({ cursor: JSON.stringify(at), copied })
      let stored = cursor === null ? new Bag([]) : await storedBehind(log, topic, at.ends)
      for (const records of pendingRecords(folder.connection, { topic, group }, at.after)) {
        await log.append(
          topic,
          records.filter((record) => !stored.take(record)).map(({ key, value }) => ({ key, value }))
        )
        stored = new Bag([])
        sum += records.length
        const last = records.at(-1)
        if (last !== undefined) at = { after: { partition: last.partition, offset: last.offset }, ends: await ends() }
        await saved({ cursor: JSON.stringify(at), copied: sum })
      }
    },
    async check() {
      const mine = new Digest()
      for (const records of pendingRecords(folder.connection, { topic, group }, null)) for (const record of records) mine.add(record)
      const theirs = new Digest()
      for await (const record of recordsOf(log, topic)) theirs.add(record)
      const lags =
        group === null ? [] : [{ words: '未处理', folder: await folder.stores.log.lag(topic, group), cluster: await log.lag(topic, group) }]
      return {
        part: name,
        words,
        folder: mine.count,
        cluster: theirs.count,
        differing: mine.sum === theirs.sum ? 0 : Math.max(1, Math.abs(mine.count - theirs.count)),
        examples: [],
        damaged: [],
        figures: lags
      }
    }
  }
}

/** Records that the cluster has behind the noted ends: of the one append that was under way. */
async function storedBehind(log: LogPart['log'], topic: Topic, ends: Cursor['ends']): Promise<Bag> {
  const records: LogRecord[] = []
  for (const [partition, next] of Object.entries(ends)) {
    let after = { partition: Number(partition), offset: next - 1 }
    for (;;) {
      const page = (await log.read(topic, after, recordsAPage)).filter((record) => record.partition === after.partition)
      const last = page.at(-1)
      if (last === undefined) break
      records.push(...page)
      after = { partition: last.partition, offset: last.offset }
    }
  }
  return new Bag(records)
}

async function* recordsOf(log: LogPart['log'], topic: Topic): AsyncGenerator<LogRecord> {
  let after: RecordPlace | null = null
  for (;;) {
    const page: readonly LogRecord[] = await log.read(topic, after, recordsAPage)
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = { partition: last.partition, offset: last.offset }
  }
}

/** Records by what they say, each as often as it is there. */
class Bag {
  readonly #left = new Map<string, number>()

  constructor(records: readonly LogRecord[]) {
    for (const record of records) this.#left.set(hashOf(record), (this.#left.get(hashOf(record)) ?? 0) + 1)
  }

  /** Whether it was there; then it is there once less. */
  take(record: LogRecord): boolean {
    const left = this.#left.get(hashOf(record)) ?? 0
    if (left > 0) this.#left.set(hashOf(record), left - 1)
    return left > 0
  }
}

/** The same for the same records in any order of partitions. */
class Digest {
  count = 0
  sum = 0n

  add(record: LogRecord): void {
    this.count += 1
    this.sum = BigInt.asUintN(256, this.sum + BigInt(`0x${hashOf(record)}`))
  }
}

function hashOf({ key, value }: LogRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([key, value]))
    .digest('hex')
}
