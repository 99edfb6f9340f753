/** One write of a bulk request as it stands in its body: the line of the action and, but for a delete, that of the document. */
export interface BulkEntry {
  readonly action: 'index' | 'create' | 'update' | 'delete'
  readonly lines: readonly string[]
  readonly index: string | null
  readonly id: string | null
}

export interface BulkItem {
  readonly [action: string]: { readonly status: number; readonly [field: string]: unknown }
}

export function readBulk(body: string): BulkEntry[] {
  const lines = body.split('\n').filter((line) => line !== '')
  const entries: BulkEntry[] = []
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? ''
    const [[action, target] = ['delete', {}]] = Object.entries(JSON.parse(line) as Record<string, { _index?: string; _id?: string }>)
    const length = action === 'delete' ? 1 : 2
    entries.push({ action: action as BulkEntry['action'], lines: lines.slice(at, at + length), index: target._index ?? null, id: target._id ?? null })
    at += length
  }
  return entries
}

/** What a server that is too busy says of a write. */
export function refusedItem({ action, index, id }: BulkEntry, status: 429 | 503): BulkItem {
  const type = status === 429 ? 'es_rejected_execution_exception' : 'unavailable_shards_exception'
  return { [action]: { _index: index, _id: id, status, error: { type, reason: 'refused by a trial' } } }
}
