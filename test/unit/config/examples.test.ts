import { describe, expect, test } from 'vitest'
import { loadProductConfig } from '../../../system.ts'

const config = (name: string): string => new URL(`../../../config/${name}`, import.meta.url).pathname

describe('the configurations that are shipped', () => {
  test.each(['shirongyuanlin', 'examples/national', 'examples/tianjin'])('%s has no fault', async (name) => {
    await expect(loadProductConfig(config(name))).resolves.toBeDefined()
  })

  test.each(['shirongyuanlin', 'examples/tianjin'])('%s sends a 日报 of the day before by mail, each day before 10:30', async (name) => {
    const { settings } = (await loadProductConfig(config(name))).reports
    const daily = settings.schedule.find(({ kind }) => kind === 'daily')
    expect(daily?.channels).toContain('mail')
    expect(daily?.to).not.toEqual([])
    expect([settings.cutOff < (daily?.at ?? ''), (daily?.at ?? '99:99') < '10:30']).toEqual([true, true])
  })

  test('the desk of a whole city takes every subject, and each falls to a department', async () => {
    const { jurisdiction, packs, departments } = await loadProductConfig(config('examples/tianjin'))
    const types = new Set(departments.flatMap(({ eventTypes }) => eventTypes))
    const subjects = new Set(departments.flatMap((department) => department.subjects))

    expect(jurisdiction.everySubject).toBe(true)
    expect(
      packs.flatMap(({ subject, rules }) => (subjects.has(subject) || rules.every(({ eventType }) => types.has(eventType)) ? [] : [subject]))
    ).toEqual([])
  })
})
