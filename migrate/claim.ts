import { hostname } from 'node:os'
import { largeEvidence } from '../adapters/embedded/export/evidence.ts'
import type { Folder } from '../adapters/embedded/export/folder.ts'
import type { Move, StoredMove } from '../adapters/elasticsearch/moves.ts'
import { AlreadyRunningError } from '../core/errors.ts'
import type { Clock } from '../core/clock.ts'
import { contentsOf, type Destination } from './destination.ts'
import { MoveRefusedError } from './refused.ts'

/** What is to be done with a folder and a cluster. */
export type Claim =
  /** Begun now, or by an earlier run that did not end. */
  | { readonly kind: 'go-on'; readonly stored: StoredMove; readonly isResumed: boolean }
  /** All was moved before, and the folder is as it was then. */
  | { readonly kind: 'moved'; readonly move: Move }
  /** What an interrupted run moved is older than the folder, or the person wants to begin again. */
  | { readonly kind: 'begin-again'; readonly stored: StoredMove }

/**
 * Takes the cluster for this folder.
 * @throws MoveRefusedError when it holds anything else; AlreadyRunningError when a process works on it
 */
export async function claim(folder: Folder, destination: Destination, { clock, restart }: { clock: Clock; restart: boolean }): Promise<Claim> {
  await refuseRunning(destination)
  const stored = await destination.patiently(() => destination.moves.read())
  if (stored !== null) return judge(stored, folder, await folder.state(), restart)
  const contents = await contentsOf(destination)
  if (contents.length > 0) {
    throw new MoveRefusedError(`集群 ${destination.deps.options.prefix} 中已有别的数据（${contents.join('；')}）；请换一个 cluster.name，或先清空`)
  }
  await refuseLargeEvidence(folder, destination)
  const begun = await destination.moves.begin(await newMove(folder, clock))
  if (begun === null) throw new MoveRefusedError(`集群 ${destination.deps.options.prefix} 刚刚开始接收另一个文件夹的迁移`)
  return { kind: 'go-on', stored: begun, isResumed: false }
}

/** The record of a move that begins now. */
export async function newMove(folder: Folder, clock: Clock): Promise<Move> {
  return {
    folderId: folder.id,
    directory: folder.directory,
    host: hostname(),
    folderState: await folder.state(),
    startedAt: clock.now(),
    finishedAt: null,
    isEmptying: false,
    parts: {},
    checks: null
  }
}

function judge(stored: StoredMove, folder: Folder, state: string, restart: boolean): Claim {
  const { move } = stored
  const from = `${move.host} 的 ${move.directory}（${move.startedAt}）`
  if (move.folderId !== folder.id) throw new MoveRefusedError(`这个集群的数据来自 ${from}，不是 ${folder.directory}；请换一个 cluster.name`)
  if (move.finishedAt !== null) {
    if (move.folderState === state) return { kind: 'moved', move }
    throw new MoveRefusedError(
      `${folder.directory} 已于 ${move.finishedAt} 迁入这个集群，此后文件夹又有改动；两边已各走各的，不能再合并。要重新迁移，请换一个 cluster.name`
    )
  }
  if (restart || move.isEmptying) return { kind: 'begin-again', stored }
  if (move.folderState !== state) {
    throw new MoveRefusedError(`上次迁移（${move.startedAt}）没有完成，此后 ${folder.directory} 又有改动；加 --restart 清除已迁入的部分，从头迁移`)
  }
  return { kind: 'go-on', stored, isResumed: true }
}

async function refuseRunning({ inspection }: Destination): Promise<void> {
  const living = await inspection.livingGroups()
  if (living.length === 0) return
  const groups = living.map(({ group, members }) => `${group}（${members} 个成员）`).join('、')
  throw new AlreadyRunningError(`集群上有进程在运行：消费组 ${groups}；请先停止它们（刚被强行终止的，过一分钟再试）`)
}

const mostNamed = 3

async function refuseLargeEvidence({ evidenceDirectory }: Folder, { deps }: Destination): Promise<void> {
  const most = deps.options.maxEvidenceBytes
  const large = await largeEvidence(evidenceDirectory, most)
  if (large.length === 0) return
  const named = large.slice(0, mostNamed).map(({ key, bytes }) => `${key}（${bytes} 字节）`)
  throw new MoveRefusedError(`${large.length} 份证据超过集群的上限 ${most} 字节：${named.join('、')}；请调大 cluster.elasticsearch.maxEvidenceMb`)
}
