/** `npm run mutation`: mutates core/grade* and pipeline/steps with Stryker, one after the other, and ends with the score of each. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const parts = [
  { name: 'core/grade', config: 'stryker.core.json', report: '.cache/mutation-core.json' },
  { name: 'pipeline/steps', config: 'stryker.steps.json', report: '.cache/mutation-steps.json' }
]
const leastScore = 80

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

/** Killed and timed out against all that could have been; null where there was nothing to kill. */
function scoreOf(mutants: readonly { readonly status: string }[]): number | null {
  const count = (...statuses: string[]): number => mutants.filter(({ status }) => statuses.includes(status)).length
  const found = count('Killed', 'Timeout')
  const all = found + count('Survived', 'NoCoverage')
  return all === 0 ? null : (found / all) * 100
}

const said: string[] = []
for (const { name, config, report } of parts) {
  const { status } = spawnSync(path.join('node_modules', '.bin', 'stryker'), ['run', config], { stdio: 'inherit' })
  const score =
    status === 0 ? scoreOf(Object.values((JSON.parse(readFileSync(report, 'utf8')) as Report).files).flatMap(({ mutants }) => mutants)) : null
  if (score === null || score < leastScore) process.exitCode = 1
  said.push(`mutation score of ${name}: ${score === null ? 'no figure' : `${score.toFixed(1)} %`}`)
}
for (const line of said) console.log(line)
