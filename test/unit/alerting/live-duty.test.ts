import { expect, it } from 'vitest'
import { DutyRoster } from '../../../core/duty-roster.ts'
import { changeRoster, withShiftPeople } from '../../../core/organisation/roster-changes.ts'
import { liveDuty } from '../../../roles/live-duty.ts'
import { at } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'

const roster = DutyRoster.parse({
  id: 'desk',
  name: '值班室',
  shifts: [{ id: 'day', name: '白班', on: ['workday'], from: '08:00', to: '20:00', people: ['a'] }],
  source: '值班制度'
})

type Parts = Parameters<typeof liveDuty>[0]

function parts(cursor: (source: string, name: string) => Promise<string | null>): { parts: Parts; warned: string[] } {
  const warned: string[] = []
  const made = {
    config: { rosters: [roster], calendar: shippedCalendar },
    stores: { crawl: { cursor } },
    logger: { info: () => undefined, warn: (_about: object, text: string) => warned.push(text), error: () => undefined }
  }
  return { parts: made as unknown as Parts, warned }
}

it('has who is on duty by what was changed on the screen', async () => {
  const kept = new Map<string, string>()
  const crawl = {
    cursor: (_source: string, name: string) => Promise.resolve(kept.get(name) ?? null),
    setCursor: (_source: string, name: string, value: string) => Promise.resolve(void kept.set(name, value))
  }
  await changeRoster(crawl, [roster], { id: 'desk', by: '张某', at: at('09:00'), decide: (now) => withShiftPeople(now, 'day', ['b'], [{ id: 'b' }]) })
  const live = liveDuty(parts(crawl.cursor).parts)
  await live.close()
  expect(live.duty.rosters[0]?.shifts[0]?.people).toEqual(['b'])
})

it('keeps the rosters of the file, and says so, where the store cannot be read', async () => {
  const { parts: broken, warned } = parts(() => Promise.reject(new Error('away')))
  const live = liveDuty(broken)
  await live.close()
  expect(live.duty.rosters).toEqual([roster])
  expect(warned).toEqual(['the rosters could not be read anew'])
})
