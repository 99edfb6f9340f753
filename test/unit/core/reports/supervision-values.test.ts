import { expect, it } from 'vitest'
import { evidenceValue } from '../../../../core/reports/supervision-values.ts'
import { SourceBook } from '../../../../core/reports/source-book.ts'
import { at } from '../../../support/incidents.ts'
import { fullIncident } from '../../../support/report-samples.ts'

it('an event that a finding rests on is said in words with its moment, and cites its link of the chain', () => {
  const document = fullIncident('inc-blast', at('09:00'))
  const assigned = document.events.find(({ body }) => body.type === 'assigned')
  const book = new SourceBook((events) => events.map(({ seq, body }) => ({ seq, title: `事${body.type}`, detail: '安全处', by: '' })))
  const one = { kind: 'event', words: `时间线第 ${assigned?.seq} 号事件`, incidentId: 'inc-blast', eventSeq: assigned?.seq ?? 0 } as const
  const { text, cites } = evidenceValue(one, [document], book)
  expect(text).toBe('2031年3月12日9时12分，事assigned（安全处）')
  expect(cites.map((number) => book.sources()[number - 1]?.text).join()).toContain(assigned?.hash.slice(0, 16))
})
