import { Mention } from '../../core/mention.ts'
import type { CrawlState, EvidenceStore, FrontierItem } from '../../core/ports.ts'
import type { Source, SourceHealth } from '../../core/source.ts'
import { neverVisited } from '../../core/never-visited.ts'
import { visitSource, type VisitDeps } from '../visit.ts'

export interface DryRun {
  readonly health: SourceHealth
  readonly mentions: readonly Mention[]
  /** Items that were there and could not be taken, with the reason. */
  readonly refused: readonly { readonly place: string; readonly reason: string }[]
}

/** Visits a source once as the crawlers would, and keeps nothing: what it would bring. */
export async function visitOnce(deps: Pick<VisitDeps, 'fetch' | 'readArticle' | 'clock' | 'logger' | 'sha256'>, source: Source): Promise<DryRun> {
  const mentions: Mention[] = []
  const refused: { place: string; reason: string }[] = []
  const { health } = await visitSource(
    {
      ...deps,
      log: {
        append: async (_, records) => void mentions.push(...records.map(({ value }) => Mention.parse(JSON.parse(value))))
      },
      crawl: forgetfulState(),
      evidence: nowhere,
      deadLetters: { put: async (letters) => void refused.push(...letters.map(({ place, reason }) => ({ place, reason }))) },
      drill: false
    },
    source,
    neverVisited(source.id),
    new Map(),
    new AbortController().signal
  )
  return { health, mentions, refused }
}

const nowhere: EvidenceStore = { put: async () => '', get: async () => null }

function forgetfulState(): CrawlState {
  const waiting = new Map<string, FrontierItem>()
  const seen = new Set<string>()
  const cursors = new Map<string, string>()
  return {
    async enqueue(_, items) {
      const fresh = items.filter(({ key }) => !seen.has(key))
      for (const item of fresh) {
        seen.add(item.key)
        waiting.set(item.key, item)
      }
      return fresh
    },
    pending: async (_, __, limit) => [...waiting.values()].slice(0, limit),
    finish: async (_, key) => {
      seen.add(key)
      waiting.delete(key)
    },
    // Nothing is tried a second time here.
    postpone: async (_, key) => void waiting.delete(key),
    cursor: async (_, name) => cursors.get(name) ?? null,
    setCursor: async (_, name, value) => void cursors.set(name, value),
    health: async () => [],
    healthOf: async () => null,
    putHealth: async () => true
  }
}
