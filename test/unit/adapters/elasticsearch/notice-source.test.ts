import { expect, test } from 'vitest'
import { noticeKind, noticeRow, type NoticeSource } from '../../../../adapters/elasticsearch/notice-source.ts'
import { at } from '../../../support/incidents.ts'
import { noticeOf } from '../../../support/notices.ts'

/** As the first version stored it. */
function old(state: string, settledAt: string | null, detail: string | null): Record<string, unknown> {
  return {
    id: 'a',
    subjectId: 'incident-1',
    channel: 'email',
    state,
    arrival: 1,
    attempts: 1,
    possibleDuplicate: false,
    nextTryMs: null,
    handedMs: null,
    settledAt,
    detail,
    fence: 1,
    holder: null,
    leaseUntilMs: null,
    notice: JSON.stringify(noticeOf('a'))
  }
}

test.each([
  ['delivered', at('09:00'), '250 OK', { state: 'accepted', marks: { accepted: { at: at('09:00'), source: '250 OK' } } }],
  ['queued', null, null, { state: 'queued', marks: {} }],
  ['dead', at('09:00'), '550', { state: 'dead', marks: {} }]
] as const)('given a row of before the stages that was %s, then no more is claimed than was known', (state, settledAt, detail, claimed) => {
  const upgraded = noticeKind.upgrade?.(old(state, settledAt, detail), 1)
  expect(Object.keys(upgraded ?? {}).sort()).toEqual(Object.keys(noticeKind.properties).sort())
  expect(noticeRow(upgraded as unknown as NoticeSource)).toMatchObject({ ...claimed, stepUpAt: null })
})
