import type { CrawlState, FrontierItem } from '../../core/ports.ts'
import type { SourceHealth } from '../../core/source.ts'
import { mayReplaceHealth, readHealth } from '../../core/stored-health.ts'
import type { Connection } from './connection.ts'
import type { WorkerClient } from './worker-client.ts'

interface ItemKey {
  readonly sourceId: string
  readonly key: string
}

export const crawlWrites = {
  enqueueItems: (connection: Connection, { sourceId, items }: { sourceId: string; items: readonly FrontierItem[] }): FrontierItem[] =>
    items.filter(
      (item) =>
        connection.run(
          `INSERT INTO frontier (source_id, key, url, hint, tries, not_before_ms, done) VALUES (?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING`,
          sourceId,
          item.key,
          item.url,
          item.hint,
          item.tries
        ) > 0
    ),

  /** Keeps the key, which is what makes it seen; a key that was never queued counts as seen from now on. */
  finishItem: (connection: Connection, { sourceId, key }: ItemKey): null => {
    connection.run(
      `INSERT INTO frontier (source_id, key, url, hint, tries, not_before_ms, done) VALUES (?, ?, '', '', 0, 0, 1)
       ON CONFLICT DO UPDATE SET done = 1, hint = ''`,
      sourceId,
      key
    )
    return null
  },

  postponeItem: (connection: Connection, { sourceId, key, notBeforeElapsedMs }: ItemKey & { notBeforeElapsedMs: number }): null => {
    connection.run(
      'UPDATE frontier SET not_before_ms = ?, tries = tries + 1, done = 0 WHERE source_id = ? AND key = ?',
      notBeforeElapsedMs,
      sourceId,
      key
    )
    return null
  },

  setCursor: (connection: Connection, { sourceId, name, value }: { sourceId: string; name: string; value: string }): null => {
    connection.run('INSERT OR REPLACE INTO crawl_cursors (source_id, name, value) VALUES (?, ?, ?)', sourceId, name, value)
    return null
  },

  putHealth: (connection: Connection, { health }: { health: SourceHealth }): boolean => {
    if (!mayReplaceHealth(crawlReads.getHealth(connection, health), health)) return false
    connection.run('INSERT OR REPLACE INTO source_health (source_id, health) VALUES (?, ?)', health.sourceId, JSON.stringify(health))
    return true
  }
}

export const crawlReads = {
  pendingItems: (
    connection: Connection,
    { sourceId, nowElapsedMs, limit }: { sourceId: string; nowElapsedMs: number; limit: number }
  ): FrontierItem[] =>
    connection.all<FrontierItem>(
      'SELECT key, url, hint, tries FROM frontier WHERE source_id = ? AND done = 0 AND not_before_ms <= ? ORDER BY seq LIMIT ?',
      sourceId,
      nowElapsedMs,
      limit
    ),

  getCursor: (connection: Connection, { sourceId, name }: { sourceId: string; name: string }): string | null =>
    connection.get<{ value: string }>('SELECT value FROM crawl_cursors WHERE source_id = ? AND name = ?', sourceId, name)?.value ?? null,

  listHealth: (connection: Connection): SourceHealth[] =>
    connection.all<{ health: string }>('SELECT health FROM source_health ORDER BY source_id').map((row) => readHealth(row.health)),

  getHealth: (connection: Connection, { sourceId }: { sourceId: string }): SourceHealth | null => {
    const row = connection.get<{ health: string }>('SELECT health FROM source_health WHERE source_id = ?', sourceId)
    return row === undefined ? null : readHealth(row.health)
  }
}

export function createCrawlState(writer: WorkerClient, reader: WorkerClient): CrawlState {
  const write = writer.caller<typeof crawlWrites>()
  const read = reader.caller<typeof crawlReads>()
  return {
    enqueue: async (sourceId, items) => (items.length === 0 ? [] : write('enqueueItems', { sourceId, items })),
    pending: (sourceId, nowElapsedMs, limit) => read('pendingItems', { sourceId, nowElapsedMs, limit }),
    async finish(sourceId, key) {
      await write('finishItem', { sourceId, key })
    },
    async postpone(sourceId, key, notBeforeElapsedMs) {
      await write('postponeItem', { sourceId, key, notBeforeElapsedMs })
    },
    cursor: (sourceId, name) => read('getCursor', { sourceId, name }),
    async setCursor(sourceId, name, value) {
      await write('setCursor', { sourceId, name, value })
    },
    health: () => read('listHealth', undefined),
    healthOf: (sourceId) => read('getHealth', { sourceId }),
    putHealth: (health) => write('putHealth', { health })
  }
}
