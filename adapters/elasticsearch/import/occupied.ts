import type { IndexKind } from '../index-kind.ts'
import { aliasOf } from '../index-kind.ts'
import { listIndices } from '../indices.ts'
import { kinds } from '../kinds.ts'
import { leaseKind, upgradeLeaseKind } from '../leases.ts'
import { moveKind } from '../moves.ts'
import type { StoreDeps } from '../open.ts'
import { asked } from '../client.ts'
import { countOf } from './find-all.ts'

/** What no move brings, and every start may leave behind. */
const ownKinds: readonly IndexKind[] = [moveKind, leaseKind, upgradeLeaseKind]

/** Kinds that have documents. */
export async function occupiedKinds(deps: StoreDeps): Promise<readonly { readonly alias: string; readonly documents: number }[]> {
  const occupied: { alias: string; documents: number }[] = []
  for (const kind of kinds) {
    if (ownKinds.includes(kind)) continue
    const documents = await countOf(deps, kind)
    if (documents > 0) occupied.push({ alias: aliasOf(deps.options, kind), documents })
  }
  return occupied
}

/** Deletes every index of ours but the record of the move; the templates stay. */
export async function removeMoved({ client, options }: Pick<StoreDeps, 'client' | 'options'>): Promise<void> {
  for (const { name, kind } of await listIndices(client, options, kinds)) {
    if (kind !== moveKind) await asked('删除索引', () => client.indices.delete({ index: name, ignore_unavailable: true }))
  }
}
