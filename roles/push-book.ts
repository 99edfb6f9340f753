import type { PushBook } from '../alerting/channels/web-push.ts'
import { isFor } from '../core/addressed-to.ts'
import type { Stores } from '../core/ports.ts'
import { readPushSubscriptions, removePushSubscription } from '../core/push-subscription.ts'

/** Browsers by the accounts that switched them on: whom a notice is for is asked when it is sent. */
export function pushBookOn({ accounts, crawl }: Pick<Stores, 'accounts' | 'crawl'>): PushBook {
  return {
    async targets(row) {
      const people = (await accounts.list()).filter(({ disabled }) => !disabled)
      const theirs = people.filter(({ id, name, roles, departmentId }) => isFor(row, { kind: 'person', id, name, roles: [...roles], departmentId }))
      const found = await Promise.all(
        theirs.map(async ({ id }) => (await readPushSubscriptions(crawl, id)).map((one) => ({ ...one, accountId: id })))
      )
      return found.flat()
    },
    forget: ({ accountId, endpoint }) => removePushSubscription(crawl, accountId, endpoint)
  }
}
