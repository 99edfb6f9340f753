import { expect, it } from 'vitest'
import { addMs, dayMs } from '../../../../core/instant.ts'
import { periodValues, type PeriodValues } from '../../../../core/reports/period-values.ts'
import type { MentionTally } from '../../../../core/reports/mention-tally.ts'
import { readFigures } from '../../../../core/reports/report-figures.ts'
import { SourceBook } from '../../../../core/reports/source-book.ts'
import { at } from '../../../support/incidents.ts'

it('a range in which nothing was said has no share and no peak', async () => {
  const none = { total: 0, relevant: 0, negative: 0, byKind: [], bySource: [], byGrade: [], byHour: [] }
  const values = await valuesOf(none)
  expect([values.negatives().text, values.busiest().text, values.negativeShare().text, values.complete().text]).toEqual([
    '没有可判断正负面的涉及信息',
    '时段内没有涉及信息',
    '—',
    '统计完整'
  ])
})

it('a split by sources says that it counts only what concerns the place', async () => {
  const byKind = [
    { kind: 'weibo', count: 3 },
    { kind: 'portal', count: 1 }
  ] as const
  const values = await valuesOf({ total: 7, relevant: 4, negative: 0, byKind, bySource: [{ source: '某网', count: 1 }], byGrade: [], byHour: [] })
  expect(values.topMedia().text).toMatch(/^其中涉及的4条：.*3条、.*1条$/)
  expect(values.topSources().text).toBe('其中涉及的4条：某网1条')
})

async function valuesOf(tally: MentionTally): Promise<PeriodValues> {
  const to = at('08:00')
  const stores = { mentions: { tally: () => Promise.resolve(tally) }, incidents: { list: () => Promise.resolve([]) } }
  const { figures } = await readFigures(stores, { from: addMs(to, -dayMs), to }, to)
  const facts = { day: '2031-03-12', words: '', endsAt: null, isPart: false, figures, relevantBefore: 0, blindSources: [], madeAt: to }
  return periodValues(facts, new SourceBook(() => []))
}
