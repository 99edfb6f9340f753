import { RetryableError } from '../core/errors.ts'
import type { DeadLetters, Logger, LogRecord, SubscribeOptions } from '../core/ports.ts'
import { AssessedRecord } from '../core/records.ts'
import { readJson } from './assess-batch.ts'
import { letterOf } from './dead-letter.ts'
import { FailingBatches } from './failing-batches.ts'
import type { Grouper } from './group.ts'

export interface GroupBatchDeps {
  readonly deadLetters: DeadLetters
  readonly logger: Logger
}

const triesBeforeDeadLetter = 3

/** The consumer of `assessed`. */
export function groupBatch(deps: GroupBatchDeps, grouper: Grouper): Required<Pick<SubscribeOptions, 'handle' | 'gained'>> {
  const failing = new FailingBatches()
  return { handle, gained: () => grouper.forget() }

  async function handle(batch: readonly LogRecord[]): Promise<void> {
    const parsed = await parse(deps, batch)
    try {
      if (failing.triesOf(batch) >= triesBeforeDeadLetter) await oneByOne(deps, grouper, parsed)
      else await grouper.accept(parsed.map(({ value }) => value))
      failing.handled(batch)
    } catch (error) {
      // What can mend is tried for ever; what cannot is told apart from its neighbours after a few tries.
      if (!(error instanceof RetryableError)) failing.failed(batch)
      throw error
    }
  }
}

interface Parsed {
  readonly record: LogRecord
  readonly value: AssessedRecord
}

async function parse(deps: GroupBatchDeps, batch: readonly LogRecord[]): Promise<Parsed[]> {
  const parsed: Parsed[] = []
  for (const record of batch) {
    const read = readJson(record.value, (value) => AssessedRecord.safeParse(value))
    if (read.ok) parsed.push({ record, value: read.value })
    else await deps.deadLetters.put([letterOf(record, 'group', read.reason, 'invalid-input')])
  }
  return parsed
}

async function oneByOne(deps: GroupBatchDeps, grouper: Grouper, parsed: readonly Parsed[]): Promise<void> {
  for (const { record, value } of parsed) {
    try {
      await grouper.accept([value])
    } catch (error) {
      if (error instanceof RetryableError) throw error
      const reason = error instanceof Error ? error.message : String(error)
      deps.logger.error({ place: `${record.topic}/${record.partition}/${record.offset}`, reason }, 'grouping gave a record up')
      await deps.deadLetters.put([letterOf(record, 'group', reason, 'group-failed')])
    }
  }
}
