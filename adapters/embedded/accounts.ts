import { RefusedError } from '../../core/errors.ts'
import type { Account, Accounts, Session } from '../../core/ports.ts'
import type { Connection } from './connection.ts'
import type { WorkerClient } from './worker-client.ts'

export const accountWrites = {
  putAccount: (connection: Connection, { account }: { account: Account }): null => {
    const { id, login } = account
    if (connection.get('SELECT 1 FROM accounts WHERE login = ? AND id <> ?', login, id) !== undefined) {
      throw new RefusedError(`登录名 ${login} 已被使用`, { metadata: { login } })
    }
    connection.run('INSERT OR REPLACE INTO accounts (id, login, account) VALUES (?, ?, ?)', id, login, JSON.stringify(account))
    return null
  },

  putSession: (connection: Connection, { session }: { session: Session }): null => {
    connection.run(
      'INSERT OR REPLACE INTO sessions (token_hash, account_id, created_at, session) VALUES (?, ?, ?, ?)',
      session.tokenHash,
      session.accountId,
      session.createdAt,
      JSON.stringify(session)
    )
    return null
  },

  touchSession: (connection: Connection, { tokenHash, lastSeenElapsedMs }: { tokenHash: string; lastSeenElapsedMs: number }): null => {
    connection.run(
      `UPDATE sessions SET session = json_set(session, '$.lastSeenElapsedMs', max(?2, json_extract(session, '$.lastSeenElapsedMs')))
       WHERE token_hash = ?1`,
      tokenHash,
      lastSeenElapsedMs
    )
    return null
  },

  endSession: (connection: Connection, { tokenHash }: { tokenHash: string }): null => {
    connection.run('DELETE FROM sessions WHERE token_hash = ?', tokenHash)
    return null
  },

  putOneTime: (
    connection: Connection,
    { tokenHash, accountId, expiresElapsedMs }: { tokenHash: string; accountId: string | null; expiresElapsedMs: number }
  ): null => {
    connection.run(
      'INSERT OR REPLACE INTO one_time_links (token_hash, account_id, expires_ms) VALUES (?, ?, ?)',
      tokenHash,
      accountId,
      expiresElapsedMs
    )
    return null
  },

  /** Deleting is taking: of two at once, one finds the row. */
  takeOneTime: (
    connection: Connection,
    { tokenHash, nowElapsedMs }: { tokenHash: string; nowElapsedMs: number }
  ): { accountId: string | null } | null => {
    const taken = connection.get<{ account_id: string | null; expires_ms: number }>(
      'DELETE FROM one_time_links WHERE token_hash = ? RETURNING account_id, expires_ms',
      tokenHash
    )
    return taken === undefined || taken.expires_ms <= nowElapsedMs ? null : { accountId: taken.account_id }
  }
}

export const accountReads = {
  accountByLogin: (connection: Connection, { login }: { login: string }): Account | null =>
    accountOf(connection.get<{ account: string }>('SELECT account FROM accounts WHERE login = ?', login)),

  accountById: (connection: Connection, { id }: { id: string }): Account | null =>
    accountOf(connection.get<{ account: string }>('SELECT account FROM accounts WHERE id = ?', id)),

  listAccounts: (connection: Connection): Account[] =>
    connection.all<{ account: string }>('SELECT account FROM accounts ORDER BY login').map((row) => JSON.parse(row.account) as Account),

  getSession: (connection: Connection, { tokenHash }: { tokenHash: string }): Session | null => {
    const row = connection.get<{ session: string }>('SELECT session FROM sessions WHERE token_hash = ?', tokenHash)
    return row === undefined ? null : (JSON.parse(row.session) as Session)
  },

  listSessions: (connection: Connection, { accountId }: { accountId: string | null }): Session[] =>
    connection
      .all<{ session: string }>('SELECT session FROM sessions WHERE ?1 IS NULL OR account_id = ?1 ORDER BY created_at, token_hash', accountId)
      .map((row) => JSON.parse(row.session) as Session)
}

function accountOf(row: { account: string } | undefined): Account | null {
  return row === undefined ? null : (JSON.parse(row.account) as Account)
}

export function createAccounts(writer: WorkerClient, reader: WorkerClient): Accounts {
  const write = writer.caller<typeof accountWrites>()
  const read = reader.caller<typeof accountReads>()
  return {
    async put(account) {
      await write('putAccount', { account })
    },
    byLogin: (login) => read('accountByLogin', { login }),
    byId: (id) => read('accountById', { id }),
    list: () => read('listAccounts', undefined),
    async putSession(session) {
      await write('putSession', { session })
    },
    session: (tokenHash) => read('getSession', { tokenHash }),
    sessions: (accountId) => read('listSessions', { accountId }),
    async touchSession(tokenHash, lastSeenElapsedMs) {
      await write('touchSession', { tokenHash, lastSeenElapsedMs })
    },
    async endSession(tokenHash) {
      await write('endSession', { tokenHash })
    },
    async putOneTime(tokenHash, accountId, expiresElapsedMs) {
      await write('putOneTime', { tokenHash, accountId, expiresElapsedMs })
    },
    takeOneTime: (tokenHash, nowElapsedMs) => write('takeOneTime', { tokenHash, nowElapsedMs })
  }
}
