import type { Accounts } from '../../core/ports.ts'
import { Documents } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'

export interface LinkSource {
  readonly accountId: string | null
  readonly expiresMs: number
}

export const oneTimeLinkKind: IndexKind = {
  name: 'one-time-links',
  version: 1,
  dated: false,
  shards: 1,
  properties: { accountId: storedText, expiresMs: { type: 'double', index: false, doc_values: false } }
}

export function createOneTimeLinks(deps: StoreDeps): Pick<Accounts, 'putOneTime' | 'takeOneTime'> {
  const documents = new Documents<LinkSource>(deps, oneTimeLinkKind)
  return {
    putOneTime: (tokenHash, accountId, expiresMs) => documents.put(tokenHash, { accountId, expiresMs }),
    /**
     * Deleting is taking: of two at once, one deletes the link that both found. When the answer to that is lost, the link is gone
     * and nobody had it: a person asks for another.
     */
    async takeOneTime(tokenHash, nowElapsedMs) {
      const found = await documents.get(tokenHash)
      if (found === null || !(await documents.deleteFound(found))) return null
      return found.source.expiresMs <= nowElapsedMs ? null : { accountId: found.source.accountId }
    }
  }
}
