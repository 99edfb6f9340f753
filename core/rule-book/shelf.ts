import { ConflictError } from '../errors.ts'
import type { CrawlState } from '../ports.ts'
import { bookOf, type RuleBook } from './book.ts'
import { RuleBookEntry } from './entry.ts'

/** Kept where crawlers keep what waits for them, as reports are: written once, listed, never finished. No source can have this id. */
const place = '@rules'
const most = 10_000
const head = 'head'

export type RuleShelf = Pick<CrawlState, 'enqueue' | 'pending' | 'cursor' | 'setCursor'>

export async function readRuleBook(shelf: RuleShelf, nowElapsedMs: number): Promise<RuleBook> {
  const items = await shelf.pending(place, nowElapsedMs, most)
  return bookOf(items.map(({ hint }) => RuleBookEntry.parse(JSON.parse(hint))).toSorted((a, b) => a.seq - b.seq))
}

/** Each place of the book is written once, in whichever process. @throws ConflictError when somebody else wrote it first */
export async function appendToRuleBook(shelf: RuleShelf, entry: RuleBookEntry): Promise<void> {
  const added = await shelf.enqueue(place, [{ key: `entry:${entry.seq}`, url: '', hint: JSON.stringify(entry), tries: 0 }])
  if (added.length === 0) throw new ConflictError('有人同时改了规则，请重新读取后再办')
  await shelf.setCursor(place, head, String(entry.seq))
}

/** Another value whenever something was added; cheap to ask, and a hint only: whoever must know reads the book. */
export async function ruleBookHint(shelf: RuleShelf): Promise<string | null> {
  return shelf.cursor(place, head)
}
