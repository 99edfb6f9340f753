import type { CrawlState, FrontierItem } from '../../core/ports.ts'
import { lastSweepPlace, sweepOf } from '../../core/last-sweep.ts'
import type { SourceHealth } from '../../core/source.ts'
import { mayReplaceHealth, readHealth } from '../../core/stored-health.ts'
import { sha256 } from '../hash.ts'
import { createArrivals } from './arrivals.ts'
import { writeBulk } from './bulk.ts'
import { createClient } from './client.ts'
import { changeDocument, type Change } from './compare-and-set.ts'
import { Documents } from './documents.ts'
import { StoreRefusedError } from './errors.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'
import type { ElasticsearchOptions } from './options.ts'

export interface FrontierSource {
  readonly sourceId: string
  readonly key: string
  readonly url: string
  readonly hint: string
  readonly tries: number
  readonly notBeforeMs: number
  readonly done: boolean
  readonly arrival: number
}

export const frontierKind: IndexKind = {
  name: 'frontier',
  version: 1,
  dated: false,
  properties: {
    sourceId: { type: 'keyword' },
    key: storedText,
    url: storedText,
    hint: storedText,
    tries: { type: 'integer', index: false, doc_values: false },
    notBeforeMs: { type: 'double' },
    done: { type: 'boolean' },
    arrival: { type: 'long' }
  }
}

interface CursorSource {
  readonly sourceId: string
  readonly name: string
  readonly value: string
}

export const cursorKind: IndexKind = {
  name: 'crawl-cursors',
  version: 1,
  dated: false,
  shards: 1,
  properties: { sourceId: storedText, name: storedText, value: storedText }
}

interface HealthSource {
  readonly sourceId: string
  readonly health: string
}

export const healthKind: IndexKind = {
  name: 'source-health',
  version: 1,
  dated: false,
  shards: 1,
  properties: { sourceId: { type: 'keyword' }, health: storedText }
}

export function createCrawlState(deps: StoreDeps): CrawlState {
  const cursors = new Documents<CursorSource>(deps, cursorKind)
  const healths = new Documents<HealthSource>(deps, healthKind)
  return {
    ...createFrontier(deps),
    async cursor(sourceId, name) {
      return (await cursors.get(idOf(sourceId, name)))?.source.value ?? null
    },
    async setCursor(sourceId, name, value) {
      await cursors.put(idOf(sourceId, name), { sourceId, name, value })
    },
    health: () => healthRows(healths),
    async healthOf(sourceId) {
      const found = await healths.get(sourceId)
      return found === null ? null : readHealth(found.source.health)
    },
    putHealth: (health) =>
      changeDocument(healths, health.sourceId, deps.random, (found): Change<HealthSource, boolean> =>
        mayReplaceHealth(found === null ? null : readHealth(found.source.health), health)
          ? { result: true, write: { sourceId: health.sourceId, health: JSON.stringify(health) } }
          : { result: false }
      )
  }
}

/** When any process last swept, by a connection of its own; see `readLastSweep`. @throws UnreachableError, AccessRefusedError */
export async function readSweepOn(options: ElasticsearchOptions): Promise<number | null> {
  const client = createClient(options)
  try {
    const cursors = new Documents<CursorSource>({ client, options }, cursorKind)
    const found = await cursors.get(idOf(lastSweepPlace.sourceId, lastSweepPlace.name))
    return sweepOf(found?.source.value ?? null)
  } finally {
    await client.close()
  }
}

/** Every source's health, by a connection of its own. @throws UnreachableError, AccessRefusedError */
export async function readHealthOn(options: ElasticsearchOptions): Promise<readonly SourceHealth[]> {
  const client = createClient(options)
  try {
    return await healthRows(new Documents<HealthSource>({ client, options }, healthKind))
  } finally {
    await client.close()
  }
}

async function healthRows(healths: Documents<HealthSource>): Promise<readonly SourceHealth[]> {
  const found = await healths.search({ query: { match_all: {} }, sort: [{ sourceId: 'asc' }], limit: Infinity })
  return found.map(({ source }) => readHealth(source.health))
}

function createFrontier(deps: StoreDeps): Pick<CrawlState, 'enqueue' | 'pending' | 'finish' | 'postpone'> {
  const { clock, random } = deps
  const frontier = new Documents<FrontierSource>(deps, frontierKind)
  const arrivals = createArrivals(clock)
  return {
    async enqueue(sourceId, items) {
      const writes = items.map((item) => ({
        action: { create: { _index: frontier.index, _id: idOf(sourceId, item.key) } },
        document: { ...sourceOf(sourceId, item, arrivals()) }
      }))
      const outcomes = writes.length === 0 ? [] : await writeBulk(deps, writes)
      return items.filter((item, index) => {
        const outcome = outcomes[index]
        if (outcome?.kind !== 'done' && outcome?.kind !== 'conflict') {
          throw new StoreRefusedError(`Elasticsearch：采集队列未收下 ${item.key}：${JSON.stringify(outcome)}`, {
            metadata: { sourceId, key: item.key }
          })
        }
        return outcome.kind === 'done'
      })
    },
    async pending(sourceId, nowElapsedMs, limit) {
      const filter = [{ term: { sourceId } }, { term: { done: false } }, { range: { notBeforeMs: { lte: nowElapsedMs } } }]
      const found = await frontier.search({ query: { bool: { filter } }, sort: [{ arrival: 'asc' }], limit })
      return found.map(({ source: { key, url, hint, tries } }) => ({ key, url, hint, tries }))
    },
    /** Keeps the key, which is what makes it seen; a key that was never queued counts as seen from now on. */
    async finish(sourceId, key) {
      const whole = { ...sourceOf(sourceId, { key, url: '', hint: '', tries: 0 }, arrivals()), done: true }
      await frontier.upsert(idOf(sourceId, key), { done: true, hint: '' }, whole)
    },
    async postpone(sourceId, key, notBeforeMs) {
      await changeDocument(frontier, idOf(sourceId, key), random, (found): Change<FrontierSource, null> =>
        found === null ? { result: null } : { result: null, write: { ...found.source, notBeforeMs, tries: found.source.tries + 1, done: false } }
      )
    }
  }
}

function sourceOf(sourceId: string, { key, url, hint, tries }: FrontierItem, arrival: number): FrontierSource {
  return { sourceId, key, url, hint, tries, notBeforeMs: 0, done: false, arrival }
}

/** Keys are addresses, longer than an id may be. */
export function idOf(sourceId: string, key: string): string {
  return sha256(`${sourceId}\0${key}`)
}
