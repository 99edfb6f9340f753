import { backtest } from './rule-backtest.ts'
import { ruleHistory, showRules } from './rule-history.ts'
import { importTrendRadar } from './rule-import.ts'
import { UsageError } from './exit.ts'
import type { Place } from './place.ts'

export interface RuleOptions extends Place {
  readonly against?: string
  readonly json?: boolean
}

/** `rule backtest [FILE] --config NEW [--against OLD] | history | show VERSION | import-trendradar FILE`. */
export async function rule(action: string, file: string | undefined, options: RuleOptions): Promise<void> {
  if (action === 'backtest') return await backtest(file ?? null, options)
  if (action === 'history') return await ruleHistory(options)
  if (action === 'show') return await showRules(file, options)
  if (action !== 'import-trendradar') throw new UsageError(`rule 没有动作 ${action}；可用：backtest、history、show、import-trendradar`)
  if (file === undefined) throw new UsageError('rule import-trendradar 需要一个 frequency_words.txt')
  return await importTrendRadar(file)
}
