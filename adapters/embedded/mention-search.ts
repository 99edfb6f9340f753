import type { StoredMention } from '../../core/records.ts'
import { cursorOf, readCursor, type SearchCursor } from '../../core/search-order.ts'
import type { MentionPage, MentionQuery } from '../../core/search.ts'
import type { Connection } from './connection.ts'
import {
  always,
  both,
  conditionOf,
  everyRow,
  filterCondition,
  publishedCondition,
  splitText,
  textExpression,
  type Condition,
  type RowRange
} from './mention-conditions.ts'
import { mentionColumns, newestFirst, storedMention, type MentionRow } from './mention-rows.ts'

const firstStep = 1000
const longestStep = 32_000
/** Where not even so many mentions hold a page of hits, the hits are not as frequent among the newest as they are elsewhere. */
const mostStepped = 150_000
/** Rows are numbered as they arrive, which is about as they were published; where it is not, a step spans too many of them. */
const widestStep = 20

/**
 * A page, and how many there are up to a cap.
 *
 * A word that stands in many mentions has far more hits than can be read and sorted in time. So they are counted only up to
 * the cap, and where that is reached, mentions are walked through from the newest on, asking the text index for a stretch
 * of them at a time, until the page is full.
 */
export function searchMentions(connection: Connection, { query, cap }: { query: MentionQuery; cap: number }): MentionPage<StoredMention> {
  const published = publishedCondition(query.query, query.filter)
  // Only the text index gains by it.
  const isBounded = published !== always && splitText(query.query).text !== null
  const range = isBounded ? rowsWithin(connection, published) : everyRow
  if (range === null) return { rows: [], total: 0, totalCapped: false, cursor: null }
  const found = countUpTo(connection, query, range, cap + 1)
  const wanted = query.limit + 1
  const rows = (found > cap ? walkFromNewest(connection, query, published, wanted) : null) ?? pageOf(connection, query, range, wanted)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    rows: shown,
    total: Math.min(found, cap),
    totalCapped: found > cap,
    // One row more than asked for tells whether there is a next page.
    cursor: rows.length > shown.length && last !== undefined ? cursorOf(last.mention) : null
  }
}

/** The smallest range of rows that holds all that were published then; null: none were. */
function rowsWithin(connection: Connection, { sql, values }: Condition): RowRange | null {
  const found = connection.get<{ low: number | null; high: number | null }>(
    `SELECT min(row) AS low, max(row) AS high FROM mentions INDEXED BY mentions_newest WHERE ${sql}`,
    ...values
  )
  return found?.low == null || found.high === null ? null : { low: found.low, high: found.high }
}

function countUpTo(connection: Connection, { query, filter }: MentionQuery, range: RowRange, limit: number): number {
  const { text, rest } = splitText(query)
  const others = rest.reduce((sum, part) => both(sum, conditionOf(part, range)), filterCondition(filter))
  const expression = text === null ? null : textExpression(text)
  if (expression === null) return count(connection, 'mentions', others, limit)
  const match: Condition = { sql: 'mention_search MATCH ? AND mention_search.rowid BETWEEN ? AND ?', values: [expression, range.low, range.high] }
  if (others === always) return count(connection, 'mention_search', match, limit)
  // In this order hits are read one by one, and no more of them than are counted.
  return count(connection, 'mention_search CROSS JOIN mentions ON mentions.row = mention_search.rowid', both(match, others), limit)
}

function count(connection: Connection, from: string, { sql, values }: Condition, limit: number): number {
  return connection.get<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM ${from} WHERE ${sql} LIMIT ?)`, ...values, limit)?.n ?? 0
}

function pageOf(connection: Connection, { query, filter, cursor }: MentionQuery, range: RowRange, wanted: number): StoredMention[] {
  const { sql, values } = both(both(conditionOf(query, range), filterCondition(filter)), afterCondition(readCursor(cursor)))
  return connection
    .all<MentionRow>(`SELECT ${mentionColumns} FROM mentions WHERE ${sql} ${newestFirst} LIMIT ?`, ...values, wanted)
    .map(storedMention)
}

interface Stretch {
  readonly range: RowRange
  readonly newest: SearchCursor
  readonly oldest: SearchCursor
  /** Mentions in it; fewer than asked for: there are no others. */
  readonly size: number
}

/** Null where it would take longer than to sort all hits. */
function walkFromNewest(
  connection: Connection,
  { query, filter, cursor }: MentionQuery,
  published: Condition,
  wanted: number
): StoredMention[] | null {
  const rows: StoredMention[] = []
  let after = readCursor(cursor)
  let step = firstStep
  for (let stepped = 0; stepped < mostStepped; stepped += step, step = Math.min(longestStep, step * 4)) {
    const stretch = stretchAfter(connection, published, after, step)
    if (stretch === null) return rows
    const { range, newest, oldest, size } = stretch
    if (range.high - range.low > size * widestStep) return null
    const here: Condition = {
      sql: 'sort_key <= ? AND sort_key >= ? AND (sort_key > ? OR id <= ?)',
      values: [newest.sortKey, oldest.sortKey, oldest.sortKey, oldest.id]
    }
    const condition = [conditionOf(query, range), filterCondition(filter), here, afterCondition(after)].reduce(both)
    const found = connection.all<MentionRow>(
      `SELECT ${mentionColumns} FROM mentions WHERE ${condition.sql} ${newestFirst} LIMIT ?`,
      ...condition.values,
      wanted - rows.length
    )
    rows.push(...found.map(storedMention))
    if (rows.length >= wanted || size < step) return rows
    after = oldest
  }
  return null
}

function stretchAfter(connection: Connection, published: Condition, after: SearchCursor | null, step: number): Stretch | null {
  const { sql, values } = both(published, afterCondition(after))
  const keys = connection.all<{ row: number; sort_key: string; id: string }>(
    `SELECT row, sort_key, id FROM mentions INDEXED BY mentions_newest WHERE ${sql} ${newestFirst} LIMIT ?`,
    ...values,
    step
  )
  const [first, last] = [keys[0], keys.at(-1)]
  if (first === undefined || last === undefined) return null
  let [low, high] = [first.row, first.row]
  for (const { row } of keys) {
    if (row < low) low = row
    else if (row > high) high = row
  }
  return { range: { low, high }, newest: cursorAt(first), oldest: cursorAt(last), size: keys.length }
}

function cursorAt({ sort_key: sortKey, id }: { readonly sort_key: string; readonly id: string }): SearchCursor {
  return { sortKey, id }
}

function afterCondition(after: SearchCursor | null): Condition {
  if (after === null) return always
  return { sql: 'sort_key <= ? AND (sort_key < ? OR id > ?)', values: [after.sortKey, after.sortKey, after.id] }
}
