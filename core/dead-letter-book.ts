import { canonicalUrl } from './mention.ts'
import type { CrawlState, EventLog } from './ports.ts'
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

/**
 * Appends the body to its topic again, or gives an item back to the frontier of its source, where it is tried anew; the letter stays as a record.
 * False when it was neither, or is too long to be kept whole.
 */
export async function replayDeadLetter(
  { log, crawl }: { readonly log: Pick<EventLog, 'append'>; readonly crawl: Pick<CrawlState, 'enqueue'> },
  letter: DeadLetter
): Promise<boolean> {
  const { id, at, source, place, topic, body } = letter
  if (topic !== null) {
    await log.append(topic, [{ key: letter.key ?? id, value: body }])
    return true
  }
  const key = letter.key ?? addressOf(letter)
  if (key === null || !isWhole(body)) return false
  // Under a key of its own, since the old one counts as seen for good; that of the same letter is queued once.
  const again = `${key.replace(/#again-[^#]*$/, '')}#again-${at}`
  await crawl.enqueue(source, [{ key: again, url: place, hint: body, tries: 0 }])
  return true
}

/**
 * Letters had no key at first. One of an item of the frontier is known by the address that was asked; what was refused in a list has no
 * address, or was found unusable as it stood there.
 */
function addressOf({ stage, place, code }: DeadLetter): string | null {
  const isItem = stage === 'crawl' && code !== 'unusable-item' && /^https?:\/\/\S+$/.test(place) && URL.canParse(place)
  return isItem ? canonicalUrl(place) : null
}

/** A long one is cut when it is kept. */
function isWhole(body: string): boolean {
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}
