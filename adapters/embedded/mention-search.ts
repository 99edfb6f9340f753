import type { StoredMention } from '../../core/records.ts'
import { cursorOf, readCursor, type SearchCursor } from '../../core/search-order.ts'
import type { MentionPage, MentionQuery } from '../../core/search.ts'
import { asJsonList, type Connection } from './connection.ts'
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
  const range = rowsToAsk(connection, query)
  if (range === null) return { rows: [], total: 0, totalCapped: false, cursor: null }
  const found = countUpTo(connection, query, range, cap + 1)
  const wanted = query.limit + 1
  const rows =
    (found > cap ? walkFromNewest(connection, query, published, wanted) : null) ??
    newestOf(connection, query, range, afterCondition(readCursor(query.cursor)), wanted)
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

/** The rows among which the text index has to look; null: none, since nothing was published then. Only the text index gains by it. */
export function rowsToAsk(connection: Connection, { query, filter }: Pick<MentionQuery, 'query' | 'filter'>): RowRange | null {
  const published = publishedCondition(query, filter)
  return published !== always && splitText(query).text !== null ? rowsWithin(connection, published) : everyRow
}

/** The smallest range of rows that holds all that were published then; null: none were. */
function rowsWithin(connection: Connection, { sql, values }: Condition): RowRange | null {
  const found = connection.get<{ low: number | null; high: number | null }>(
    `SELECT min(row) AS low, max(row) AS high FROM mentions INDEXED BY mentions_newest WHERE ${sql}`,
    ...values
  )
  return found?.low == null || found.high === null ? null : { low: found.low, high: found.high }
}

interface Hits {
  /** A table `hits` of the rows that the text index finds. */
  readonly found: Condition
  /** What else must hold. */
  readonly others: Condition
}

/** What the text index finds and what else must hold; null where it knows nothing of the query. */
function hitsOf(connection: Connection, { query, filter }: MentionQuery, range: RowRange): Hits | null {
  const { text, rest } = splitText(query)
  const expression = text === null ? null : textExpression(text)
  if (expression === null) return null
  const others = rest.reduce((sum, part) => both(sum, conditionOf(part, range)), filterCondition(filter))
  return { found: range === everyRow ? allHits(expression) : hitsWithin(connection, expression, range), others }
}

function allHits(expression: string): Condition {
  return { sql: '(SELECT rowid AS hit FROM mention_search WHERE mention_search MATCH ?) AS hits', values: [expression] }
}

/**
 * FTS5 goes through all hits before a range to its begin, and on to the last one after its end. So it is asked from the nearer end of all,
 * and for no more hits than there are rows in the range: those within are among the first of them.
 */
function hitsWithin(connection: Connection, expression: string, { low, high }: RowRange): Condition {
  const last = connection.get<{ last: number | null }>('SELECT max(row) AS last FROM mentions')?.last ?? high
  const [bound, from] = low <= last - high ? ['rowid >= ? ORDER BY rowid', low] : ['rowid <= ? ORDER BY rowid DESC', high]
  const some = `SELECT rowid AS hit FROM mention_search WHERE mention_search MATCH ? AND ${bound} LIMIT ?`
  return { sql: `(SELECT hit FROM (${some}) WHERE hit BETWEEN ? AND ?) AS hits`, values: [expression, from, high - low + 1, low, high] }
}

/** Hits with what is known of them by the narrow index alone. */
function known({ sql, values }: Condition): Condition {
  return { sql: `${sql} CROSS JOIN mentions INDEXED BY mentions_by_row ON mentions.row = hits.hit`, values }
}

function countUpTo(connection: Connection, query: MentionQuery, range: RowRange, limit: number): number {
  const hits = hitsOf(connection, query, range)
  if (hits === null) return count(connection, everyMention, both(conditionOf(query.query, range), filterCondition(query.filter)), limit)
  const { found, others } = hits
  // No more of them are read than are counted.
  return others === always ? count(connection, found, always, limit) : count(connection, known(found), others, limit)
}

const everyMention: Condition = { sql: 'mentions', values: [] }

function count(connection: Connection, from: Condition, { sql, values }: Condition, limit: number): number {
  const counting = `SELECT count(*) AS n FROM (SELECT 1 FROM ${from.sql} WHERE ${sql} LIMIT ?)`
  return connection.get<{ n: number }>(counting, ...from.values, ...values, limit)?.n ?? 0
}

/** The newest of what is found and lies within `narrowed`. Only those that are shown are read whole. */
function newestOf(connection: Connection, query: MentionQuery, range: RowRange, narrowed: Condition, wanted: number): StoredMention[] {
  const hits = hitsOf(connection, query, range)
  if (hits === null) {
    const { sql, values } = [conditionOf(query.query, range), filterCondition(query.filter), narrowed].reduce(both)
    return connection
      .all<MentionRow>(`SELECT ${mentionColumns} FROM mentions WHERE ${sql} ${newestFirst} LIMIT ?`, ...values, wanted)
      .map(storedMention)
  }
  const from = known(hits.found)
  const { sql, values } = both(hits.others, narrowed)
  const newest = `SELECT mentions.row AS row FROM ${from.sql} WHERE ${sql} ${newestFirst} LIMIT ?`
  const rows = connection.all<{ row: number }>(newest, ...from.values, ...values, wanted)
  return connection
    .all<MentionRow>(
      `SELECT ${mentionColumns} FROM mentions WHERE row IN (SELECT value FROM json_each(?)) ${newestFirst}`,
      asJsonList(rows.map(({ row }) => row))
    )
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
function walkFromNewest(connection: Connection, query: MentionQuery, published: Condition, wanted: number): StoredMention[] | null {
  const rows: StoredMention[] = []
  let after = readCursor(query.cursor)
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
    rows.push(...newestOf(connection, query, range, both(here, afterCondition(after)), wanted - rows.length))
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
