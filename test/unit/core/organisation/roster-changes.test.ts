import { beforeEach, expect, it } from 'vitest'
import { DutyRoster } from '../../../../core/duty-roster.ts'
import { changeRoster, readRosters, withAbsence, withoutAbsence, withShiftPeople } from '../../../../core/organisation/roster-changes.ts'
import { at } from '../../../support/incidents.ts'

const roster = DutyRoster.parse({
  id: 'desk',
  name: '值班室',
  shifts: [{ id: 'day', name: '白班', on: ['workday', 'weekend', 'holiday'], from: '08:00', to: '20:00', people: ['a'] }],
  source: '值班制度'
})
const contacts = [{ id: 'a' }, { id: 'b' }]
const absence = { who: 'a', substitute: 'b', from: '2026-12-01 08:00', to: '2026-12-02 08:00', reason: '培训' }

let crawl: ReturnType<typeof memory>
beforeEach(() => {
  crawl = memory()
})

function memory() {
  const kept = new Map<string, string>()
  return {
    cursor: (source: string, name: string) => Promise.resolve(kept.get(`${source} ${name}`) ?? null),
    setCursor: (source: string, name: string, value: string) => Promise.resolve(void kept.set(`${source} ${name}`, value))
  }
}

function change(decide: (now: DutyRoster) => DutyRoster | null): Promise<void> {
  return changeRoster(crawl, [roster], { id: 'desk', by: '张某', at: at('09:00'), decide })
}

it('is in force as the screen changed it, until the file says something else', async () => {
  await change((now) => withAbsence(now, absence, contacts))
  await change((now) => withShiftPeople(now, 'day', ['b', 'a'], contacts))
  const [inForce] = await readRosters(crawl, [roster])
  expect(inForce?.roster.absences).toEqual([absence])
  expect(inForce?.roster.shifts[0]?.people).toEqual(['b', 'a'])
  expect(inForce?.changed).toEqual({ by: '张某', at: at('09:00') })

  const edited = { ...roster, name: '总值班室' }
  const [after] = await readRosters(crawl, [edited])
  expect(after).toEqual({ roster: edited, changed: null, overtaken: { by: '张某', at: at('09:00') } })
})

it('is as the file has it again when that is asked', async () => {
  await change((now) => withAbsence(now, absence, contacts))
  await change((now) => withoutAbsence(now, absence))
  await change(() => null)
  expect(await readRosters(crawl, [roster])).toEqual([{ roster, changed: null, overtaken: null }])
})

it('refuses unknown posts, oneself as substitute, overlapping absences, an end before the beginning and an empty shift', async () => {
  await expect(change((now) => withAbsence(now, { ...absence, substitute: 'x' }, contacts))).rejects.toThrow('通讯录中没有岗位 x')
  await expect(change((now) => withAbsence(now, { ...absence, substitute: 'a' }, contacts))).rejects.toThrow('替班人不能是本人')
  await expect(change((now) => withAbsence(now, { ...absence, to: absence.from }, contacts))).rejects.toThrow('结束不晚于开始')
  await expect(change((now) => withShiftPeople(now, 'day', [], contacts))).rejects.toThrow('班次没有人')
  await change((now) => withAbsence(now, absence, contacts))
  await expect(change((now) => withAbsence(now, { ...absence, from: '2026-12-01 20:00' }, contacts))).rejects.toThrow('此人 2026-12-01 08:00 至')
  expect((await readRosters(crawl, [roster]))[0]?.roster.absences).toHaveLength(1)
})
