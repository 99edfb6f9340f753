import type { DrillScenario } from '../../core/drill-run.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { Scenario } from '../scenario.ts'
import { yungangMorning } from './yungang/morning.ts'
import { yungang } from './yungang/scenario.ts'

interface Offered extends Omit<DrillScenario, 'name'> {
  readonly scenario: Scenario
}

/** Every scenario that can be played, by name. */
const scenarios: Readonly<Record<string, Offered>> = {
  [yungang.name]: {
    scenario: yungang,
    words: '云港市的一天',
    about: '化工园区爆炸、公交车与货车相撞、污水处理厂中毒窒息，夹着日常投诉与误报，从零点到二十四点'
  },
  [yungangMorning.name]: {
    scenario: yungangMorning,
    words: '云港市的上午',
    about: '同一天的前半天：爆炸从第一条消息到办结归档，各步紧凑'
  }
}

/** @throws NotFoundError with the names that there are. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios[name]
  if (found === undefined) throw new NotFoundError(`没有名为 ${name} 的场景；现有：${Object.keys(scenarios).join('、')}`)
  return found.scenario
}

/** For whoever chooses one. */
export function offeredScenarios(): readonly DrillScenario[] {
  return Object.entries(scenarios).map(([name, { words, about }]) => ({ name, words, about }))
}
