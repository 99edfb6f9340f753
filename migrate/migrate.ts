/** Moves a data folder of the embedded engine into a cluster: claim, copy part by part, compare. */
import { openFolder, type Folder } from '../adapters/embedded/export/folder.ts'
import { noteMoved, noteMoving } from '../adapters/embedded/moved-folder.ts'
import type { Move, StoredMove } from '../adapters/elasticsearch/moves.ts'
import type { ClusterOptions } from '../cluster.ts'
import type { Clock } from '../core/clock.ts'
import type { Logger } from '../core/ports.ts'
import { claim, newMove } from './claim.ts'
import { emptyDestination, openDestination, type Destination } from './destination.ts'
import { holds, type Check, type CopiedSoFar, type Part } from './part.ts'
import { partsOf } from './parts.ts'
import { MoveRefusedError } from './refused.ts'

export interface Migration {
  readonly directory: string
  readonly options: ClusterOptions
  /** Removes what an earlier run moved, and begins again. */
  readonly restart: boolean
  readonly clock: Clock
  readonly logger: Logger
  /** Told of progress. */
  readonly say: (words: string) => void
}

export interface Moved {
  /** False: an earlier run had moved everything, and this one changed nothing. */
  readonly isNew: boolean
  readonly move: Pick<Move, 'directory' | 'startedAt' | 'finishedAt'>
  readonly checks: readonly Check[]
}

/**
 * May be killed and called again at any moment; the result is the same.
 * @throws AlreadyRunningError, MoveRefusedError, UnreachableError, AccessRefusedError
 */
export async function migrate(migration: Migration): Promise<Moved> {
  await using opened = new AsyncDisposableStack()
  const folder = await openFolder(migration.directory, migration.clock)
  opened.defer(() => folder.close())
  const { destination, stored, move } = await destinationFor(folder, migration, opened)
  if (stored === null) {
    await leaveWord(migration, move)
    return { isNew: false, move, checks: checksOf(move) }
  }
  await noteMoving(migration.directory, { cluster: migration.options.elasticsearch.prefix, at: move.startedAt })
  const parts = partsOf(folder, destination)
  const copied = await copyAll(parts, stored, destination, migration.say)
  await refuseChanged(folder, copied.move)
  const checks = await checkAll(parts, migration.say)
  // What is damaged in the folder stays so: no other run would bring it.
  const isDone = checks.every(holds)
  const finished = { ...copied.move, finishedAt: isDone ? migration.clock.now() : null, checks: JSON.stringify(checks) }
  await destination.patiently(() => destination.moves.save(copied, finished))
  await leaveWord(migration, finished)
  return { isNew: true, move: finished, checks }
}

async function leaveWord({ directory, options }: Migration, { finishedAt }: Pick<Move, 'finishedAt'>): Promise<void> {
  if (finishedAt !== null) await noteMoved(directory, { cluster: options.elasticsearch.prefix, at: finishedAt })
}

interface Claimed {
  readonly destination: Destination
  /** Null: all was moved before. */
  readonly stored: StoredMove | null
  readonly move: Move
}

async function destinationFor(folder: Folder, migration: Migration, opened: AsyncDisposableStack): Promise<Claimed> {
  const { options, clock, restart, say } = migration
  const open = async (): Promise<Destination> => {
    const destination = await openDestination(options, migration)
    opened.defer(() => destination.close())
    return destination
  }
  const destination = await open()
  const claimed = await claim(folder, destination, { clock, restart })
  switch (claimed.kind) {
    case 'moved':
      return { destination, stored: null, move: claimed.move }
    case 'go-on':
      if (claimed.isResumed) say(`继续 ${claimed.stored.move.startedAt} 开始的迁移`)
      return { destination, stored: claimed.stored, move: claimed.stored.move }
    case 'begin-again': {
      say('清除已迁入的部分，从头迁移')
      const move = await newMove(folder, clock)
      // Said first, so that a run that is killed meanwhile does not go on from half of what there was.
      const emptying = await destination.moves.save(claimed.stored, { ...move, isEmptying: true })
      await emptyDestination(options, migration)
      return { destination: await open(), stored: await destination.moves.save(emptying, move), move }
    }
  }
}

const sayEveryMs = 2_000

async function copyAll(parts: readonly Part[], begun: StoredMove, { moves, patiently }: Destination, say: Migration['say']): Promise<StoredMove> {
  let stored = begun
  let saidAt = performance.now()
  for (const part of parts) {
    const before = stored.move.parts[part.name] ?? { cursor: null, copied: 0, done: false }
    if (before.done) continue
    const save = async (progress: CopiedSoFar, done: boolean): Promise<void> => {
      const next = { ...stored.move, parts: { ...stored.move.parts, [part.name]: { ...progress, done } } }
      stored = await patiently(() => moves.save(stored, next))
    }
    let last: CopiedSoFar = before
    await part.copy(before, async (progress) => {
      last = progress
      await save(progress, false)
      if (performance.now() - saidAt < sayEveryMs) return
      saidAt = performance.now()
      say(`${part.words}：已复制 ${progress.copied}`)
    })
    await save({ cursor: last.cursor, copied: last.copied }, true)
    say(`${part.words}：复制完，共 ${last.copied}`)
  }
  return stored
}

/** Commands that do not lock the folder may write to it. */
async function refuseChanged(folder: Folder, { folderState }: Move): Promise<void> {
  if ((await folder.state()) === folderState) return
  throw new MoveRefusedError(`迁移期间有别的命令改动了 ${folder.directory}；加 --restart 从头迁移，其间不要运行别的命令`)
}

async function checkAll(parts: readonly Part[], say: Migration['say']): Promise<Check[]> {
  const checks: Check[] = []
  for (const part of parts) {
    say(`${part.words}：比对中`)
    checks.push(await part.check())
  }
  return checks
}

function checksOf({ checks }: Move): Check[] {
  return checks === null ? [] : (JSON.parse(checks) as Check[])
}
