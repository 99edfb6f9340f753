import { z } from 'zod'
import type { MentionArrivals } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import { both, conditionOf, filterConditions } from './mention-conditions.ts'
import { readStored, type StoredFields } from './mention-document.ts'
import type { MentionParts } from './mention-parts.ts'
import { searchPages } from './search-pages.ts'

type Asked = Parameters<MentionArrivals['arrived']>[0]
type Arrived = Awaited<ReturnType<MentionArrivals['arrived']>>

/** `seen`: ids that came since `fromMs` and were handed out already. */
const Cursor = z.object({ fromMs: z.number(), seen: z.array(z.string()) })
type Cursor = z.infer<typeof Cursor>

/** Processes stamp by their own clocks, and a stamp is older than its write: so far back is looked again. */
const lookBackMs = 120_000
const storedSource = ['mention', 'assessment', 'incidentId', 'firstSeenAt', 'arrivedMs', 'versionCount', 'observationCount']
const prefix = 'ms:'

interface Found {
  readonly row: StoredMention
  readonly arrivedMs: number
}

/** By the stamp of arrival. What was handed out is remembered in the cursor as long as it could be found again. */
export async function arrivedMentions(parts: MentionParts, { query, filter, cursor, limit }: Asked): Promise<Arrived> {
  const { client, alias, refresher, clock } = parts
  const nowMs = Math.floor(clock.elapsedMs())
  const before = readCursor(cursor)
  if (before === null) return { rows: [], cursor: cursorText({ fromMs: nowMs, seen: [] }) }
  await refresher.refresh()
  const seen = new Set(before.seen)
  const found: Found[] = []
  await searchPages<StoredFields & { readonly arrivedMs: number }>(
    client,
    {
      index: alias,
      query: both([conditionOf(query), ...filterConditions(filter), { range: { arrivedMs: { gte: before.fromMs } } }]),
      // Indices of an older version do not know the field.
      sort: [{ arrivedMs: { order: 'asc', unmapped_type: 'long' } }, { id: 'asc' }],
      source: storedSource,
      // All that was seen may stand before what is new.
      limit: seen.size + limit
    },
    (hits) => {
      for (const { _source: fields } of hits) if (fields !== undefined) found.push({ row: readStored(fields), arrivedMs: fields.arrivedMs })
    }
  )
  const fresh = found.filter(({ row }) => !seen.has(row.mention.id)).slice(0, limit)
  const last = fresh.at(-1)
  const fromMs = Math.max(
    before.fromMs,
    fresh.length < limit || last === undefined ? nowMs - lookBackMs : Math.min(last.arrivedMs, nowMs - lookBackMs)
  )
  const handed = new Set([...before.seen, ...fresh.map(({ row }) => row.mention.id as string)])
  const again = found.filter(({ row, arrivedMs }) => arrivedMs >= fromMs && handed.has(row.mention.id)).map(({ row }) => row.mention.id)
  return { rows: fresh.map(({ row }) => row), cursor: cursorText({ fromMs, seen: again }) }
}

function cursorText(cursor: Cursor): string {
  return `${prefix}${JSON.stringify(cursor)}`
}

function readCursor(text: string | null): Cursor | null {
  return text?.startsWith(prefix) === true ? Cursor.parse(JSON.parse(text.slice(prefix.length))) : null
}
