import type { Change } from '../core/evaluation/backtest.ts'
import type { MentionStore } from '../core/ports.ts'
import { SearchFilter } from '../core/search.ts'
import { knowledgeOf } from '../knowledge.ts'
import { startAssessWorker, type AssessWorker } from '../pipeline/assess-pool.ts'
import { compareRules, type Comparison, type Past } from '../pipeline/compare-rules.ts'
import { loadProductConfig } from '../system.ts'
import { result, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { RuleOptions } from './rule.ts'
import { readMentions } from './read-mentions.ts'
import { padded } from './table.ts'

const batchSize = 500
const shown = 20

/**
 * Runs a changed rule set over mentions and lists what would appear, vanish and move, with the rules that did it. Held against
 * another configuration, or against what the store says. Touches nothing.
 * @throws UsageError when it is not said what to compare; ConfigError for a rule set that cannot be used
 */
export async function backtest(file: string | null, options: RuleOptions): Promise<void> {
  const { config, against } = options
  if (config === undefined) throw new UsageError('rule backtest 需要 --config 新的配置文件夹')
  if (file !== null && against === undefined) throw new UsageError('对文件回测需要 --against 现用的配置文件夹')
  await using workers = new AsyncDisposableStack()
  const start = async (directory: string): Promise<AssessWorker> => {
    const worker = await assessorOf(directory)
    workers.defer(() => worker.close())
    return worker
  }
  // Each in a thread of its own: the words of one rule set would change how the other one's texts are cut.
  const after = await start(config)
  const before = against === undefined ? null : await start(against)
  const report =
    file === null
      ? await withStores({ ...options, ...(against === undefined ? {} : { config: against }) }, ({ mentions }) =>
          compare(storedMentions(mentions), before, after)
        )
      : await compare(fileMentions(file), before, after)
  await result(options.json === true ? jsonOf(report) : table(report))
}

async function assessorOf(directory: string): Promise<AssessWorker> {
  const knowledge = await knowledgeOf(await loadProductConfig(directory))
  return await startAssessWorker({ knowledge, segmenterModule: new URL('../adapters/segmenter/jieba.ts', import.meta.url).href })
}

async function compare(batches: AsyncIterable<readonly Past[]>, before: AssessWorker | null, after: AssessWorker): Promise<Comparison> {
  const textsOf = (batch: readonly Past[]) => batch.map(({ mention }) => mention)
  return await compareRules(batches, {
    before: async (batch) => (before === null ? batch.map(({ assessment }) => assessment) : before.assess(textsOf(batch))),
    after: (batch) => after.assess(textsOf(batch))
  })
}

/** Page by page, newest first, beside a running system. */
async function* storedMentions(store: MentionStore): AsyncGenerator<readonly Past[]> {
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page: Awaited<ReturnType<MentionStore['search']>> = await store.search({
      query: { op: 'all' },
      filter: SearchFilter.parse({}),
      limit: batchSize,
      cursor
    })
    yield page.rows
    cursor = page.cursor
  }
}

async function* fileMentions(file: string): AsyncGenerator<readonly Past[]> {
  let batch: Past[] = []
  for await (const mention of readMentions(file)) {
    batch.push({ mention, assessment: null })
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  yield batch
}

const kinds = [
  ['appear', '新出现'],
  ['vanish', '不再出现'],
  ['grade', '等级变动'],
  ['department', '部门变动']
] as const satisfies readonly (readonly [Change['kind'], string])[]

function jsonOf({ mentions, unassessed, changes }: Comparison): unknown {
  const counts = Object.fromEntries(kinds.map(([kind]) => [kind, changes.filter((change) => change.kind === kind).length]))
  return { mentions, unassessed, counts, byRule: byRule(changes), changes }
}

function byRule(changes: readonly Change[]): { readonly rule: string; readonly changes: number }[] {
  const counts = new Map<string, number>()
  for (const rule of changes.flatMap(({ by }) => by)) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].map(([rule, count]) => ({ rule, changes: count })).sort((a, b) => b.changes - a.changes)
}

function table({ mentions, unassessed, changes }: Comparison): string {
  const lines = [`回测 ${mentions} 条信息，没有改动任何数据${unassessed === 0 ? '' : `;其中 ${unassessed} 条没有研判结果可比`}`]
  for (const [kind, words] of kinds) {
    const some = changes.filter((change) => change.kind === kind)
    lines.push('', `${words} ${some.length} 条`)
    lines.push(
      ...padded(
        some
          .slice(0, shown)
          .map(({ id, before, after, by, why }) => [`  ${id}`, `${before} → ${after}`, [...by, ...(by.length === 0 ? why : [])].join(' ')])
      )
    )
    if (some.length > shown) lines.push(`  …另有 ${some.length - shown} 条，见 --json`)
  }
  const rules = byRule(changes)
  if (rules.length > 0) lines.push('', '由哪些规则引起', ...padded(rules.map(({ rule, changes: count }) => [`  ${rule}`, `${count} 条`])))
  return lines.join('\n')
}
