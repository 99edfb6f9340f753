import { expect, it } from 'vitest'
import { opinionOf } from '../../../../core/reports/opinion.ts'
import { opinionValues, type OpinionValues } from '../../../../core/reports/opinion-values.ts'
import { SourceBook } from '../../../../core/reports/source-book.ts'
import type { StoredMention } from '../../../../core/records.ts'
import { addMs, hourMs } from '../../../../core/instant.ts'
import { observation } from '../../../support/contract-mentions.ts'
import { at } from '../../../support/incidents.ts'
import { fullIncident } from '../../../support/report-samples.ts'

const start = at('09:00')

function mention(id: string, kind: 'portal' | 'weibo', polarity: -1 | 0): StoredMention {
  const made = observation({
    id,
    source: `来源${id}`,
    kind,
    published: '2031-03-12 09:30',
    title: `标题${id}`,
    relevant: true,
    polarity,
    grade: null
  })
  return { ...made, incidentId: 'inc-1', firstSeenAt: start, versions: 1, observations: 1 }
}

function valuesOf(counts: readonly number[], mentions: readonly StoredMention[]): { values: OpinionValues; book: SourceBook } {
  const book = new SourceBook(() => [])
  const points = counts.map((count, index) => ({ at: addMs(start, index * hourMs), count }))
  const curve = { unit: 'hour', points, bySource: [], counted: '信息库统计', opinion: opinionOf(mentions) } as const
  return { values: opinionValues(fullIncident('inc-1', start), curve, book), book }
}

it('views are quoted from media and people apart, each with its mention as the source; sentiment, trend and risk follow from the counts', () => {
  const { values, book } = valuesOf([1, 3], [mention('a', 'portal', 0), mention('b', 'weibo', -1), mention('c', 'weibo', -1)])
  expect(values['opinion.media']().text).toContain('（来源a）')
  expect(values['opinion.people']().text).toMatch(/^“[^”]+”（来源b）$/)
  expect(
    book
      .sources()
      .map(({ text }) => text)
      .join()
  ).toContain('信息b，来源b')
  expect(values['opinion.sentiment']().text).toBe('负面2条（66.7%）、中性1条（33.3%）、正面0条（0.0%）')
  expect(values['opinion.trend']().text).toBe('曲线末段1小时3条，此前1小时1条，呈上升走势')
  expect(values['opinion.risk']().text).toMatch(/^负面过半、信息量上升、已有权威发布，有继续升温的风险/)
})

it('of nothing there is no view, no sentiment and no forecast', () => {
  const { values } = valuesOf([], [])
  expect(['media', 'people', 'sentiment', 'risk'].map((name) => values[`opinion.${name}` as keyof OpinionValues]().text)).toEqual([
    '未见媒体报道',
    '未见网民发言',
    '没有可判断情感的信息',
    '没有可供预判的信息'
  ])
})
