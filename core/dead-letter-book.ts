import type { EventLog } from './ports.ts'
import { DeadLetter } from './records.ts'

const pageSize = 500

/** Every letter once, as it was last written, oldest first. */
export async function readDeadLetters(log: Pick<EventLog, 'read'>): Promise<DeadLetter[]> {
  const letters = new Map<string, DeadLetter>()
  let after: { partition: number; offset: number } | null = null
  for (;;) {
    const records = await log.read('dead-letters', after, pageSize)
    for (const record of records) {
      const letter = DeadLetter.parse(JSON.parse(record.value))
      letters.set(letter.id, letter)
    }
    const last = records.at(-1)
    if (last === undefined) return [...letters.values()]
    after = { partition: last.partition, offset: last.offset }
  }
}

/** Appends the body to its topic again; the letter stays as a record. False when it never was a record of a topic. */
export async function replayDeadLetter(log: Pick<EventLog, 'append'>, { id, topic, key, body }: DeadLetter): Promise<boolean> {
  if (topic === null) return false
  await log.append(topic, [{ key: key ?? id, value: body }])
  return true
}
