import { RefusedError } from '../errors.ts'
import { chinaWallTime, type Instant } from '../instant.ts'
import { begin, type CommandContext } from './command.ts'
import { demandText } from './demand-task.ts'
import type { IncidentState } from './state.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

/** 移交回执: who received the package, when, under which number. */
export function receiptTransfer(
  state: IncidentState,
  command: { readonly transfer: string; readonly text: string; readonly receivedAt: Instant },
  context: CommandContext
): Decision {
  begin(state, context, 'incident.receipt-transfer')
  const transfer = workOf(state).transfers.find(({ id }) => id === command.transfer)
  if (transfer === undefined) throw new RefusedError('没有这次移交')
  if (transfer.receipt !== null) throw new RefusedError(`已于 ${chinaWallTime(transfer.receipt.at)} 登记回执`)
  const text = demandText(command.text, '回执', 500)
  demandTypedMoment(command.receivedAt, context.now, '签收时间')
  if (command.receivedAt < transfer.handedAt) throw new RefusedError(`签收时间早于移交时间 ${chinaWallTime(transfer.handedAt)}，请核对`)
  return [{ type: 'transfer-receipted', id: transfer.id, text, receivedAt: command.receivedAt }]
}
