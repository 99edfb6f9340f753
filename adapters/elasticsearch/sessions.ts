import type { Accounts, Session } from '../../core/ports.ts'
import { changeDocument, type Change } from './compare-and-set.ts'
import { Documents } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'

interface SessionSource {
  readonly tokenHash: string
  readonly accountId: string
  readonly createdAt: string
  readonly session: string
}

export const sessionKind: IndexKind = {
  name: 'sessions',
  version: 1,
  dated: false,
  shards: 1,
  properties: { tokenHash: { type: 'keyword' }, accountId: { type: 'keyword' }, createdAt: { type: 'keyword' }, session: storedText }
}

export function createSessions(deps: StoreDeps): Pick<Accounts, 'putSession' | 'session' | 'sessions' | 'touchSession' | 'endSession'> {
  const documents = new Documents<SessionSource>(deps, sessionKind)
  return {
    async putSession(session) {
      await documents.put(session.tokenHash, sourceOf(session))
    },
    async session(tokenHash) {
      const found = await documents.get(tokenHash)
      return found === null ? null : sessionOf(found.source)
    },
    async sessions(accountId) {
      const query = accountId === null ? { match_all: {} } : { term: { accountId } }
      const found = await documents.search({ query, sort: [{ createdAt: 'asc' }, { tokenHash: 'asc' }], limit: Infinity })
      return found.map(({ source }) => sessionOf(source))
    },
    async touchSession(tokenHash, lastSeenElapsedMs) {
      await changeDocument(documents, tokenHash, deps.random, (found): Change<SessionSource, null> => {
        const session = found === null ? null : sessionOf(found.source)
        if (session === null || session.lastSeenElapsedMs >= lastSeenElapsedMs) return { result: null }
        return { result: null, write: sourceOf({ ...session, lastSeenElapsedMs }) }
      })
    },
    endSession: (tokenHash) => documents.delete(tokenHash)
  }
}

function sourceOf(session: Session): SessionSource {
  const { tokenHash, accountId, createdAt } = session
  return { tokenHash, accountId, createdAt, session: JSON.stringify(session) }
}

function sessionOf(source: SessionSource): Session {
  return JSON.parse(source.session) as Session
}
