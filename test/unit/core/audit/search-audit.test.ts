import { expect, it } from 'vitest'
import { machine } from '../../../../core/actor.ts'
import { searchAudit } from '../../../../core/audit/search-audit.ts'
import { addMs } from '../../../../core/instant.ts'
import type { AuditLog } from '../../../../core/ports.ts'
import type { AuditEntry } from '../../../../core/records.ts'
import { at, officer } from '../../../support/incidents.ts'

/** An audit log of so many entries; every third is a person's, every tenth of those grants roles. */
function logOf(count: number): Pick<AuditLog, 'read' | 'head'> & { reads: number } {
  const entries = Array.from({ length: count }, (_, index): AuditEntry => ({
    seq: index + 1,
    at: addMs(at('08:00'), index * 1000),
    actor: index % 3 === 0 ? officer : machine('alerting'),
    action: index % 30 === 0 ? 'account.roles' : 'seal',
    subject: `s-${index + 1}`,
    detail: index === 4 ? '紧急' : '',
    previous: '',
    hash: `h${index + 1}`
  }))
  return {
    reads: 0,
    read(after, limit) {
      this.reads++
      return Promise.resolve(entries.slice(after, after + limit))
    },
    head: () => Promise.resolve({ seq: count, hash: `h${count}` })
  }
}

it('shows the newest first, page by page, without leaving any out', async () => {
  const log = logOf(1234)
  const seen: number[] = []
  for (let before: number | null = null; ;) {
    const page = await searchAudit(log, {}, { before, limit: 100 })
    seen.push(...page.rows.map(({ seq }) => seq))
    if (page.before === null) break
    before = page.before
  }
  expect(seen).toEqual(Array.from({ length: 1234 }, (_, index) => 1234 - index))
})

it('finds by kind, person, word and time', async () => {
  const log = logOf(1234)
  const find = async (filter: Parameters<typeof searchAudit>[1]): Promise<number[]> =>
    (await searchAudit(log, filter, { before: null, limit: 500 })).rows.map(({ seq }) => seq)
  expect((await find({ action: 'account' })).every((seq) => seq % 30 === 1)).toBe(true)
  expect(await find({ action: 'acc' })).toEqual([])
  expect(await find({ text: '紧急' })).toEqual([5])
  expect(await find({ peopleOnly: true, from: addMs(at('08:00'), 1_230_000) })).toEqual([1234, 1231])
  expect(await find({ to: at('08:00') })).toEqual([1])
})

it('looks at no more than 20,000 entries at once, and says where to go on', async () => {
  const log = logOf(30_000)
  const page = await searchAudit(log, { text: '紧急' }, { before: null, limit: 10 })
  expect([page.rows.length, page.before, log.reads]).toEqual([0, 10_001, 40])
  expect((await searchAudit(log, { text: '紧急' }, { before: page.before, limit: 10 })).rows.map(({ seq }) => seq)).toEqual([5])
})
