import { describe, expect, it } from 'vitest'
import { hotConcern } from '../../../../core/heat/hot-concern.ts'
import { rankCourse } from '../../../../core/heat/rank-course.ts'
import { unknownEngagement } from '../../../../core/mention.ts'
import type { CountPoint } from '../../../../core/observed-counts.ts'
import { wall } from '../../../support/contract-mentions.ts'

const now = wall('2031-03-12 12:00')

function point(time: string, rank?: number | null): CountPoint {
  return { observedAt: wall(time), engagement: unknownEngagement, ...(rank === undefined ? {} : { rank }) }
}

describe('the way of an entry on its list', () => {
  it('has its best place ever, since when it stands there without a break, and the newest day as steps', () => {
    const course = rankCourse(
      [point('2031-03-10 09:00', 2), point('2031-03-11 20:00', null), point('2031-03-12 08:00', 9), point('2031-03-12 09:00', 4)],
      now
    )
    expect(course).toEqual({
      best: 2,
      since: wall('2031-03-12 08:00'),
      curve: [
        { at: wall('2031-03-11 12:00'), rank: 2 },
        { at: wall('2031-03-11 20:00'), rank: null },
        { at: wall('2031-03-12 08:00'), rank: 9 },
        { at: wall('2031-03-12 09:00'), rank: 4 }
      ]
    })
  })

  it('is unknown, not 0, where it never had a place, and has no beginning once it left', () => {
    expect(rankCourse([point('2031-03-12 08:00')], now)).toEqual({ best: null, since: null, curve: [] })
    expect(rankCourse([point('2031-03-12 08:00', 1), point('2031-03-12 09:00', null)], now).since).toBeNull()
  })
})

describe('whether an entry concerns us', () => {
  const nothing = { relevant: false, places: [], rules: [], eventType: null, departments: [] }
  const place = (text: string, ours: boolean) => ({ text, offset: 0, code: '120000', name: text, ours })
  const rule = { id: 'r', version: '1', pack: 'p', subject: '火灾', matches: [] }

  it.each([
    ['not judged yet', null, null],
    ['neither place nor subject', nothing, 'none'],
    ['relevant', { ...nothing, relevant: true, places: [place('临江', true)], rules: [rule] }, 'ours'],
    ['our place alone', { ...nothing, places: [place('临江', true)] }, 'maybe'],
    ['our subject, no place', { ...nothing, rules: [rule] }, 'maybe'],
    ['our subject elsewhere', { ...nothing, rules: [rule], places: [place('远方', false)] }, 'none']
  ])('%s', (_, assessment, concern) => {
    expect(hotConcern(assessment)?.concern ?? null).toBe(concern)
  })

  it('says why', () => {
    expect(hotConcern({ ...nothing, rules: [rule] })?.words).toEqual(['事项：火灾', '没有写明地点'])
  })
})
