import type { NoticeRow } from '../core/notice.ts'
import type { Logger } from '../core/ports.ts'
import { withoutPlace } from '../core/surge.ts'
import type { Ledgers } from './surge-ledger.ts'

/**
 * Gives the place in its person's hour back that a notice took which was refused: of a channel that refuses everything nobody receives
 * anything, and it must not use the hour up for those that work. Without an answer of the ledger the place is spent, as by a crash.
 */
export function createPlaceBack({ ledgers, logger }: { readonly ledgers: Ledgers; readonly logger: Logger }): (row: NoticeRow) => Promise<void> {
  return async ({ notice: { id, recipient } }) => {
    try {
      await ledgers.change(recipient.contactId, (before) => ({ ledger: withoutPlace(before, id), result: null }))
    } catch (error) {
      logger.warn({ notice: id, error: String(error) }, 'the place of a notice that was refused could not be given back')
    }
  }
}
