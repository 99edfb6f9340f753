import { RefusedError } from '../errors.ts'
import { isFiled } from './after.ts'
import type { IncidentState } from './state.ts'

/** What follows 办结 and 驳回, and only before it is filed. @throws RefusedError with the reason */
export function demandEnded(state: Pick<IncidentState, 'id' | 'status' | 'after'>, deed: string): void {
  demandNotFiled(state)
  const metadata = { incident: state.id, status: state.status }
  if (state.status === 'open') throw new RefusedError(`事件尚未办结，不能${deed}`, { metadata })
  if (state.status === 'merged') throw new RefusedError(`事件已并入其他事件，请到并入的事件中${deed}`, { metadata })
}

/** @throws RefusedError once nothing may change it any more */
export function demandNotFiled({ id, after }: Pick<IncidentState, 'id' | 'after'>): void {
  const filed = isFiled({ after }) ? after?.filed : null
  if (filed != null) throw new RefusedError(`事件已归档（${filed.number}），只能查阅，不能再改动`, { metadata: { incident: id } })
}
