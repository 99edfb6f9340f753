import { ConflictError, FatalError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'
import { Documents, type DocumentVersion } from './documents.ts'
import { createClient } from './client.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'
import type { ElasticsearchOptions } from './options.ts'

/** How far one part of a move has come. */
export interface PartProgress {
  /** Place after which it goes on; null: from the start. */
  readonly cursor: string | null
  readonly copied: number
  readonly done: boolean
}

/** A data folder that is being moved, or was moved, into this cluster. */
export interface Move {
  readonly folderId: string
  readonly directory: string
  readonly host: string
  /** Of the folder when the move began; another one means that the folder was written to since. */
  readonly folderState: string
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  /** What an earlier run moved is being removed; nothing of it counts. */
  readonly isEmptying: boolean
  readonly parts: Readonly<Record<string, PartProgress>>
  /** What was compared at the end, as JSON; null until then. */
  readonly checks: string | null
}

export interface StoredMove extends DocumentVersion {
  readonly move: Move
}

/** One at a time, in one document that only its mover changes. */
export interface Moves {
  read(): Promise<StoredMove | null>
  /** Null when another move is there already. */
  begin(move: Move): Promise<StoredMove | null>
  /** @throws ConflictError when another process changed it */
  save(stored: StoredMove, move: Move): Promise<StoredMove>
}

/** The data of this cluster is only a part of what is being moved into it. */
export class UnfinishedMoveError extends FatalError {
  readonly code = 'unfinished-move'
}

export const moveKind: IndexKind = { name: 'moves', version: 1, dated: false, shards: 1, properties: { move: storedText } }

const id = 'move'

export function createMoves(deps: Pick<StoreDeps, 'client' | 'options'>): Moves {
  const documents = new Documents<{ move: string }>(deps, moveKind)
  const read = async (): Promise<StoredMove | null> => {
    const found = await documents.get(id)
    return found === null ? null : { move: JSON.parse(found.source.move) as Move, seqNo: found.seqNo, primaryTerm: found.primaryTerm }
  }
  return {
    read,
    async begin(move) {
      const version = await documents.create(id, { move: JSON.stringify(move) })
      return version === null ? null : { ...version, move }
    },
    async save({ seqNo, primaryTerm }, move) {
      const text = JSON.stringify(move)
      const version = await documents.replace({ id, seqNo, primaryTerm }, { move: text })
      if (version !== null) return { ...version, move }
      // An earlier try of this very write may have been done though its answer was lost.
      const now = await read()
      if (now !== null && JSON.stringify(now.move) === text) return now
      throw new ConflictError('另一个进程也在向这个集群迁移', { metadata: { folder: move.directory } })
    }
  }
}

/** @throws UnfinishedMoveError, UnreachableError, AccessRefusedError */
export async function refuseUnfinishedMove(options: ElasticsearchOptions): Promise<void> {
  const client = createClient(options)
  try {
    const stored = await createMoves({ client, options }).read()
    if (stored === null || stored.move.finishedAt !== null) return
    const { host, directory } = stored.move
    throw new UnfinishedMoveError(
      `集群 ${options.prefix} 正在从 ${host} 的 ${directory} 迁入，尚未完成；先在那里把 wanglou migrate --from embedded --to cluster 运行完`,
      { metadata: { host, directory } }
    )
  } finally {
    await client.close()
  }
}
