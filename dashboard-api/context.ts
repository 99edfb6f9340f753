import type { ApiTokenBook } from './api-token-book.ts'
import type { AccountChanges } from './account-changes.ts'
import type { DashboardDeps } from './deps.ts'
import type { Live } from './live.ts'
import type { PolicyReports } from './policy-reports.ts'
import type { Sessions } from './sessions.ts'
import type { MeasuredIncidents } from './measured-incidents.ts'
import type { SignInLock } from './sign-in-lock.ts'

/** What the routes share. */
export interface AppContext extends DashboardDeps {
  readonly sessions: Sessions
  readonly lock: SignInLock
  readonly apiTokens: ApiTokenBook
  readonly changes: AccountChanges
  readonly live: Live
  /** What figures and the ledger need of every incident. */
  readonly measured: MeasuredIncidents
  readonly policyReports: PolicyReports
  readonly cookieName: string
  readonly secure: boolean
}
