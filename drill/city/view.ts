import { civilAt, type ClockScale } from '../../core/clock.ts'
import type { Scenario, ScenarioItem, Site } from '../scenario.ts'
import type { CityView } from './page.ts'

/** The scenario as the city shows it at a moment: nothing before its time. `realNowMs` is the machine's clock. */
export function viewOf(scenario: Scenario, scale: ClockScale, realNowMs: () => number): CityView {
  const bySite = new Map<Site, ScenarioItem[]>()
  for (const item of scenario.items) bySite.set(item.site, [item, ...(bySite.get(item.site) ?? [])])
  const byNumber = new Map(scenario.items.map((item) => [item.number, item]))
  const byKey = new Map(scenario.items.map((item) => [item.key, item]))
  const now = () => civilAt(scale, realNowMs())
  const ifPublic = (item: ScenarioItem | undefined) => (item !== undefined && item.at <= now() ? item : null)
  return {
    now,
    published: (site) => {
      const moment = now()
      return (bySite.get(site) ?? []).filter((item) => item.at <= moment)
    },
    byNumber: (number) => ifPublic(byNumber.get(number)),
    byKey: (key) => ifPublic(byKey.get(key))
  }
}
