/** `npm run faults [-- --short] [-- NAME…]`: progress on stderr, one JSON line a trial on stdout; exit 1 when any did not hold. */
import { parseArgs } from 'node:util'
import { result, say } from '../../commands/exit.ts'
import { provideArchives } from '../../tools/engines/archives.ts'
import { FaultEngines } from '../support/fault-engines.ts'
import { runTrial } from '../support/fault-trial.ts'
import { trials } from './trials/catalog.ts'

/** What the trials need is not on this machine. */
const unavailable = 3

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { short: { type: 'boolean', default: false } } })
  const unknown = positionals.filter((name) => !trials.some((trial) => trial.name === name))
  if (unknown.length > 0) {
    say(`没有试验 ${unknown.join('、')}；现有：${trials.map(({ name }) => name).join('、')}`)
    return 2
  }
  const provided = await provideArchives(undefined, say)
  if (!provided.ok) {
    say(`无法试验：${provided.reason}`)
    return unavailable
  }
  const seed = Number(process.env['WANGLOU_SEED'] ?? Date.now() % 1_000_000)
  const engines = new FaultEngines(provided.archives)
  let held = true
  try {
    for (const trial of trials) {
      if (positionals.length > 0 ? !positionals.includes(trial.name) : values.short && !trial.short) continue
      const line = await runTrial(trial, { engines, seed, short: values.short, say })
      if (line === null) continue
      await result(line)
      held &&= line.held
    }
  } finally {
    await engines.close()
  }
  return held ? 0 : 1
}

process.exitCode = await main()
