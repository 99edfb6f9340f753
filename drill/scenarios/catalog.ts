import { NotFoundError } from '../../core/errors.ts'
import type { Scenario } from '../scenario.ts'
import { yungangMorning } from './yungang/morning.ts'
import { yungang } from './yungang/scenario.ts'

/** Every scenario that can be played, by name. */
const scenarios: Readonly<Record<string, Scenario>> = { [yungang.name]: yungang, [yungangMorning.name]: yungangMorning }

/** @throws NotFoundError with the names that there are. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios[name]
  if (found === undefined) throw new NotFoundError(`没有名为 ${name} 的场景；现有：${Object.keys(scenarios).join('、')}`)
  return found
}
