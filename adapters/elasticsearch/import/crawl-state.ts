import type { MovedCursor, MovedFrontierItem, MoveTarget } from '../../../core/moved.ts'
import type { CrawlState } from '../../../core/ports.ts'
import type { SourceHealth } from '../../../core/source.ts'
import { cursorKind, frontierKind, healthKind, idOf, type FrontierSource } from '../crawl-state.ts'
import { indexOf } from '../index-kind.ts'
import type { StoreDeps } from '../open.ts'
import { countOf, findAll } from './find-all.ts'
import { putAll } from './put-all.ts'

const frontierFields = Object.keys(frontierKind.properties) as (keyof FrontierSource)[]

/** What is found later comes after it: its order is a number of microseconds since 1970. */
export function frontierTarget(deps: StoreDeps): MoveTarget<MovedFrontierItem> {
  const placeOf = ({ sourceId, key }: MovedFrontierItem) => ({ index: indexOf(deps.options, frontierKind), id: idOf(sourceId, key) })
  return {
    put: (rows) =>
      putAll(
        deps,
        rows.map((row) => ({ ...placeOf(row), source: sourceOf(row) }))
      ),
    async find(rows) {
      const found = await findAll<FrontierSource>(deps, rows.map(placeOf), frontierFields)
      return found.map((source) => (source === null ? null : movedItem(source)))
    },
    count: () => countOf(deps, frontierKind)
  }
}

export function cursorTarget(deps: StoreDeps, crawl: Pick<CrawlState, 'cursor' | 'setCursor'>): MoveTarget<MovedCursor> {
  return {
    async put(rows) {
      for (const { sourceId, name, value } of rows) await crawl.setCursor(sourceId, name, value)
    },
    find: (rows) =>
      Promise.all(
        rows.map(async ({ sourceId, name }) => {
          const value = await crawl.cursor(sourceId, name)
          return value === null ? null : { sourceId, name, value }
        })
      ),
    count: () => countOf(deps, cursorKind)
  }
}

export function healthTarget(deps: StoreDeps, crawl: Pick<CrawlState, 'health' | 'putHealth'>): MoveTarget<SourceHealth> {
  return {
    async put(rows) {
      for (const health of rows) await crawl.putHealth(health)
    },
    async find(rows) {
      const stored = new Map((await crawl.health()).map((health) => [health.sourceId, health]))
      return rows.map(({ sourceId }) => stored.get(sourceId) ?? null)
    },
    count: () => countOf(deps, healthKind)
  }
}

function sourceOf({ sourceId, key, url, hint, tries, notBeforeElapsedMs, done, order }: MovedFrontierItem): FrontierSource {
  return { sourceId, key, url, hint, tries, notBeforeMs: notBeforeElapsedMs, done, arrival: order }
}

function movedItem({ sourceId, key, url, hint, tries, notBeforeMs, done, arrival }: FrontierSource): MovedFrontierItem {
  return { sourceId, key, url, hint, tries, notBeforeElapsedMs: notBeforeMs, done, order: arrival }
}
