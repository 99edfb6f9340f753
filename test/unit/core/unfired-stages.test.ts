import { expect, test } from 'vitest'
import { addMs, minuteMs } from '../../../core/instant.ts'
import { unfiredOf } from '../../../core/unfired.ts'
import { StagedDesk, moment } from '../../support/staged-desk.ts'
import { StagedSweep } from '../../support/staged-sweep.ts'

const opened = '2026-10-01 22:00'

test('a clock that goes by stages is owed its moments, by the count that the watchdog makes, until the sweep has told them', async () => {
  const desk = new StagedDesk()
  await desk.open('II', opened)
  const sweep = new StagedSweep(desk)
  const late = addMs(moment(opened), 40 * minuteMs)
  const owed = (): string[] => unfiredOf(desk.document, null, late).flatMap(({ what }) => (what.startsWith('report-up') ? [what] : []))

  expect(owed()).toContain('report-up/phone overdue')
  await sweep.at(late)
  expect(owed()).toEqual([])
})
