import { describe, expect, test } from 'vitest'
import { loadProductConfig } from '../../../system.ts'

const config = (name: string): string => new URL(`../../../config/${name}`, import.meta.url).pathname

describe('the configurations that are shipped', () => {
  test.each(['shirongyuanlin', 'examples/national', 'examples/tianjin'])('%s has no fault', async (name) => {
    await expect(loadProductConfig(config(name))).resolves.toBeDefined()
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
