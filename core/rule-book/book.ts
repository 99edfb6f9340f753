import type { Actor } from '../actor.ts'
import type { Instant } from '../instant.ts'
import type { RuleBookEntry, SubmittedEntry } from './entry.ts'

/** Where a version stands. `replaced`: it was in force until a later one was. */
export type VersionState = 'waiting' | 'in-force' | 'replaced' | 'returned' | 'withdrawn'

export const versionStateWords = {
  waiting: '待批准',
  'in-force': '现行',
  replaced: '已被替换',
  returned: '已退回',
  withdrawn: '已撤回'
} as const satisfies Record<VersionState, string>

export interface RuleVersion extends Omit<SubmittedEntry, 'kind' | 'seq'> {
  /** Its number in the whole book. */
  readonly id: number
  readonly state: VersionState
  /** Who decided, when, and with which words. */
  readonly decided: { readonly by: Actor; readonly at: Instant; readonly words: string } | null
}

export interface RuleBook {
  /** Of the newest entry; 0: the book is empty. */
  readonly seq: number
  /** Newest first. */
  readonly versions: readonly RuleVersion[]
  /** By pack. Packs that are not named here are as the files have them. */
  readonly inForce: ReadonlyMap<string, RuleVersion>
  /** The approval that last changed what is in force, with its place; null: none ever did. */
  readonly changed: { readonly seq: number; readonly version: number; readonly at: Instant } | null
}

type Building = { -readonly [K in keyof RuleVersion]: RuleVersion[K] }

/** What the entries come to. An entry about a version that was decided already changes nothing: of two who decide at once the first counts. */
export function bookOf(entries: readonly RuleBookEntry[]): RuleBook {
  const versions = new Map<number, Building>()
  const inForce = new Map<string, Building>()
  let changed: RuleBook['changed'] = null
  for (const entry of entries) {
    if (entry.kind === 'submitted') {
      const { kind: _kind, seq, ...said } = entry
      versions.set(seq, { id: seq, ...said, state: 'waiting', decided: null })
      continue
    }
    const version = versions.get(entry.version)
    if (version?.state !== 'waiting') continue
    version.decided = { by: entry.by, at: entry.at, words: entry.kind === 'approved' ? entry.note : entry.reason }
    version.state = entry.kind === 'approved' ? 'in-force' : entry.kind
    if (entry.kind !== 'approved') continue
    const before = inForce.get(version.pack)
    if (before !== undefined) before.state = 'replaced'
    inForce.set(version.pack, version)
    changed = { seq: entry.seq, version: version.id, at: entry.at }
  }
  return { seq: entries.at(-1)?.seq ?? 0, versions: [...versions.values()].toReversed(), inForce, changed }
}
