import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machine } from '../../../../core/actor.ts'
import type { IncidentDocument } from '../../../../core/incident/state.ts'
import { readReports, type ReportRecord } from '../../../../core/reports/report-book.ts'
import type { ReportKind } from '../../../../core/reports/report-kind.ts'
import { at } from '../../../support/incidents.ts'
import { reportDesk, type ReportDesk } from '../../../support/report-desk.ts'
import { everyStep, fullIncident } from '../../../support/report-samples.ts'
import { unzip, wordsOf } from '../../../support/unzip.ts'

let desk: ReportDesk
let papers = 0

beforeAll(async () => {
  desk = await reportDesk({ pdf: false })
}, 120_000)
afterAll(() => desk.close())

function make(kind: ReportKind, about: { readonly day?: string; readonly incidentId?: string; readonly entry?: string }): Promise<ReportRecord> {
  papers += 1
  return desk.reports.make({ kind, id: `paper-${papers}`, cause: `paper-${papers}`, ...about }, machine('cli'))
}

async function wordsIn(record: ReportRecord): Promise<string> {
  const kept = await desk.stores.evidence.get(record.files.find(({ format }) => format === 'docx')?.key ?? '')
  return wordsOf(
    unzip(kept?.bytes ?? Buffer.alloc(0))
      .get('word/document.xml')
      ?.toString('utf8') ?? ''
  )
}

describe('the number of a paper of an incident', { timeout: 60_000 }, () => {
  it('is its own again, as a further edition, while the incident has not changed, and a further one after', async () => {
    const numbers = [await make('special', { incidentId: 'inc-road' }), await make('special', { incidentId: 'inc-road' })].map(({ number }) => number)
    expect(numbers).toEqual(['第1期', '第1期（第2版）'])
    expect((await make('special', { incidentId: 'inc-school' })).number).toBe('第2期')

    const grown: IncidentDocument = fullIncident('inc-road', at('15:20'), { grade: 'III', closed: true })
    const before = await desk.stores.incidents.get('inc-road')
    await desk.stores.incidents.put({ ...grown, version: (before?.version ?? 0) + 1 }, before?.version ?? 0)
    expect((await make('special', { incidentId: 'inc-road' })).number).toBe('第3期')
  })
})

describe('a 办结报告', { timeout: 60_000 }, () => {
  it('is refused, and takes no number, while the incident is open', async () => {
    await expect(make('closing', { incidentId: 'inc-noise' })).rejects.toThrow('事件尚未办结')
    expect((await make('closing', { incidentId: 'inc-blast' })).number).toBe('舆办结〔2031〕1号')
    expect((await readReports(desk.stores.crawl, desk.clock.elapsedMs())).filter(({ kind }) => kind === 'closing')).toHaveLength(1)
  })
})

describe('a paper of what happened in a drill', { timeout: 60_000 }, () => {
  it('is marked by the incident itself, also where a desk that is no drill makes it', async () => {
    const drilled = fullIncident('inc-drill', at('07:20'), { grade: 'III', drill: true, supervised: everyStep })
    await desk.stores.incidents.put(drilled, 0)
    const papers = [
      await make('special', { incidentId: 'inc-drill' }),
      await make('supervision-order', { incidentId: 'inc-drill', entry: 'supervision-1' })
    ]
    for (const { drill, title } of papers) expect([drill, title]).toEqual([true, expect.stringMatching(/^【演练】/)])
    for (const about of [{ incidentId: 'inc-road' }, { day: '2031-03-12' }])
      expect((await make('day' in about ? 'daily' : 'special', about)).drill).toBe(false)
  })
})

describe('a paper of a period', { timeout: 60_000 }, () => {
  it('that has not ended says so in its title and in its words, and never 统计完整', async () => {
    const record = await make('daily', { day: '2031-03-14' })
    expect(record.title).toContain('（截至3月13日8时30分，尚未结束）')
    expect(record.to).toBe(desk.clock.now())
    const words = await wordsIn(record)
    expect(words).toContain('时段至3月14日8时才结束，只统计到3月13日8时30分')
    expect(words).not.toContain('统计完整')
  })

  it('made three times at once is one number in three editions; the same request again is the same edition', async () => {
    const asked = ['a', 'b', 'c', 'a'].map((cause, index) =>
      desk.reports.make({ kind: 'weekly', id: `weekly-${index}`, cause, day: '2031-03-06' }, machine('cli'))
    )
    const numbers = (await Promise.all(asked)).map(({ number }) => number)
    const [first = ''] = numbers
    expect(first).toMatch(/^第\d+期$/)
    expect(numbers).toEqual([first, `${first}（第2版）`, `${first}（第3版）`, first])
  })

  it('that is a month so far says up to which day in its title and in its words', async () => {
    const part = await make('monthly', { day: '2031-03-13' })
    expect(part.title).toMatch(/2031年3月网络舆情月报（截至3月13日8时）$/)
    expect(await wordsIn(part)).toContain('只统计到3月13日8时，不是全月的数')
    const whole = await make('monthly', { day: '2031-03-01' })
    expect(whole.title).toMatch(/2031年2月网络舆情月报$/)
    expect(await wordsIn(whole)).toContain('统计完整')
  })

  it.each(['0001-01-01', '1999-12-31', '2000-01-01'])('before the year 2000 is refused: %s', async (day) => {
    await expect(make('monthly', { day })).rejects.toThrow('太早')
  })
})
