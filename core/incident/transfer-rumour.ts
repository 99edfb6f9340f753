import { canonicalJson } from '../canonical-json.ts'
import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { Sha256 } from './chain.ts'
import { demandText } from './demand-task.ts'
import type { RumourTransfer, TransferredMention } from './rumour-transfer.ts'
import type { IncidentState } from './state.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

export interface TransferRumour extends Pick<RumourTransfer, 'to' | 'unit' | 'handedAt' | 'reason'> {
  /** As the store has them. */
  readonly mentions: readonly TransferredMention[]
  readonly sha256: Sha256
}

const mostMentions = 200

/** 移交: rumours that harm order go to those who may pursue them, with what proves them, while the answer goes on. */
export function transferRumour(state: IncidentState, command: TransferRumour, context: CommandContext): Decision {
  begin(state, context, 'incident.transfer-rumour')
  const reason = demandReason(command.reason)
  const unit = demandText(command.unit, '接收单位', 100)
  const mentions = [...command.mentions]
  if (mentions.length === 0) throw new RefusedError('请选择要移交的信息')
  if (mentions.length > mostMentions) throw new RefusedError(`一次最多移交 ${mostMentions} 条`)
  demandTypedMoment(command.handedAt, context.now, '移交时间')
  const id = `transfer/${workOf(state).transfers.length + 1}`
  const packageHash = command.sha256(canonicalJson(mentions))
  return [{ type: 'rumour-transferred', transfer: { id, to: command.to, unit, handedAt: command.handedAt, reason, mentions, packageHash } }]
}
