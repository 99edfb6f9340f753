import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { measureArchive } from './archive/measure.ts'
import { openEmbedded } from '../adapters/embedded/open.ts'
import { machine } from '../core/actor.ts'
import { addMs, minuteMs } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import type { ReportRecord } from '../core/reports/report-book.ts'
import { openReports, type Reports } from '../roles/reports.ts'
import { at } from '../test/support/incidents.ts'
import { mentionsBefore, reportConfig, reportDay, standingClock } from '../test/support/report-desk.ts'
import { fullIncident } from '../test/support/report-samples.ts'

const mentions = Number(process.env['WANGLOU_BENCH_MENTIONS'] ?? 100_000)
const incidents = Number(process.env['WANGLOU_BENCH_INCIDENTS'] ?? 200)
const rounds = 5
const batch = 1000

/** A 日报 over so many mentions and incidents of its 24 hours, as docx, PDF and xlsx, from the real embedded store; then only its PDF. */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-reports-'))
  const clock = standingClock(at('08:30', reportDay))
  const stores = await openEmbedded({ directory, clock, lock: true })
  const reports = openReports({ config: await reportConfig(), stores, clock, drill: false })
  try {
    await fill(stores, say)
    const range = { from: at('08:00'), to: at('08:00', reportDay) }
    const tallyMs = await timed(() => stores.mentions.tally(range))
    const first = await makeDaily(reports, 'first')
    say(`第一份（连同载入程序、启动浏览器）：${Math.round(first.ms)} ms`)
    const warm: number[] = []
    for (let round = 0; round < rounds; round += 1) warm.push((await makeDaily(reports, `warm-${round}`)).ms)
    say(`此后：${warm.map(Math.round).join('、')} ms`)
    const pages = await pagesOf(stores, first.record)
    const onePage = await timed(() => reports.make({ kind: 'flash', id: 'flash', cause: 'flash', incidentId: 'inc-0' }, machine('cli')))
    return {
      mentions,
      incidents,
      tallyMs: Math.round(tallyMs),
      firstDailyMs: Math.round(first.ms),
      dailyMs: Math.round(median(warm)),
      dailyPages: pages,
      onePageMs: Math.round(onePage),
      bytes: Object.fromEntries(first.record.files.map(({ format, bytes }) => [format, bytes])),
      ...(await measureArchive(say))
    }
  } finally {
    await reports.close()
    await stores.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function fill(stores: Stores, say: (words: string) => void): Promise<void> {
  const { mentions: made } = mentionsBefore(at('08:00', reportDay), mentions, null)
  for (let from = 0; from < made.length; from += batch) {
    await stores.mentions.putMany(made.slice(from, from + batch))
    if (from % 20_000 === 0) say(`存入 ${from} 条`)
  }
  for (let index = 0; index < incidents; index += 1) {
    const grade = index % 20 === 0 ? 'II' : index % 5 === 0 ? 'III' : 'IV'
    await stores.incidents.put(fullIncident(`inc-${index}`, addMs(at('08:01'), index * 7 * minuteMs), { grade, closed: index % 3 === 0 }), 0)
  }
  const pairs = made.slice(0, 2000).map(({ mention }, index) => ({ id: mention.id, incidentId: `inc-${index % incidents}` }))
  await stores.mentions.assign(pairs)
}

async function makeDaily(reports: Reports, id: string): Promise<{ readonly ms: number; readonly record: ReportRecord }> {
  const from = performance.now()
  const record = await reports.make({ kind: 'daily', day: reportDay, id, cause: id }, machine('cli'))
  return { ms: performance.now() - from, record }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

async function pagesOf(stores: Stores, { files }: ReportRecord): Promise<number | null> {
  const pdf = files.find(({ format }) => format === 'pdf')
  const kept = pdf === undefined ? null : await stores.evidence.get(pdf.key)
  return kept === null
    ? null
    : Buffer.from(kept.bytes)
        .toString('latin1')
        .split(/\/Type\s*\/Page\b/).length - 1
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
