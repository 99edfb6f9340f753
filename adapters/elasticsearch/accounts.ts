import type { Accounts } from '../../core/ports.ts'
import { createOneTimeLinks } from './one-time-links.ts'
import type { StoreDeps } from './open.ts'
import { createPeople } from './people.ts'
import { createSessions } from './sessions.ts'

export function createAccounts(deps: StoreDeps): Accounts {
  return { ...createPeople(deps), ...createSessions(deps), ...createOneTimeLinks(deps) }
}
