import { expect, it } from 'vitest'
import { addMs, dayMs } from '../../../../core/instant.ts'
import { periodValues } from '../../../../core/reports/period-values.ts'
import { readFigures } from '../../../../core/reports/report-figures.ts'
import { SourceBook } from '../../../../core/reports/source-book.ts'
import { at } from '../../../support/incidents.ts'

it('a range in which nothing was said has no share and no peak', async () => {
  const to = at('08:00')
  const none = { total: 0, relevant: 0, negative: 0, byKind: [], bySource: [], byGrade: [], byHour: [] }
  const stores = { mentions: { tally: () => Promise.resolve(none) }, incidents: { list: () => Promise.resolve([]) } }
  const { figures } = await readFigures(stores, { from: addMs(to, -dayMs), to }, to)
  const facts = { day: '2031-03-12', words: '', endsAt: null, isPart: false, figures, relevantBefore: 0, blindSources: [], madeAt: to }
  const values = periodValues(facts, new SourceBook(() => []))
  expect([values.negatives().text, values.busiest().text, values.negativeShare().text, values.complete().text]).toEqual([
    '没有可判断正负面的涉及信息',
    '时段内没有涉及信息',
    '—',
    '统计完整'
  ])
})
