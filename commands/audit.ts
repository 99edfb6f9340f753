import { sha256 } from '../adapters/hash.ts'
import { verifyChains, type Verdict } from '../core/audit/verify-chains.ts'
import { DamagedDataError } from '../core/errors.ts'
import { result, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

/** `audit verify`: every chain link by link, every stored state against its replay, every seal against the timeline it sealed. */
export async function audit(action: string, options: Place & { json?: boolean }): Promise<void> {
  if (action !== 'verify') throw new UsageError(`audit 没有动作 ${action}；可用：verify`)
  const verdict = await withStores(options, (stores) => verifyChains(stores, sha256))
  await result(options.json === true ? verdict : verdictWords(verdict))
  if (verdict.faults.length > 0) throw new DamagedDataError(`核验未通过：${verdict.faults.length} 处`)
}

function verdictWords(verdict: Verdict): string {
  const counts = `审计 ${verdict.auditEntries} 条，事件 ${verdict.incidents} 个、时间线 ${verdict.events} 条，封存 ${verdict.seals} 次，链首 ${verdict.auditHead}`
  return verdict.faults.length === 0 ? `核验通过：${counts}` : [`核验未通过：${counts}`, ...verdict.faults.map((fault) => `  ${fault}`)].join('\n')
}
