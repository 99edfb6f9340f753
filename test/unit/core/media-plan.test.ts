import { describe, expect, test } from 'vitest'
import { ForbiddenError } from '../../../core/errors.ts'
import { planMedia } from '../../../core/incident/plan-media.ts'
import { publicityOf } from '../../../core/incident/publicity.ts'
import { publishMedia } from '../../../core/incident/publish-media.ts'
import { withdrawMedia } from '../../../core/incident/withdraw-media.ts'
import { at, officer, person } from '../../support/incidents.ts'
import { WordingMatter } from '../../support/wording-matter.ts'

const speaker = person('发言人己', ['spokesperson'])
const piece = { outlet: '临江日报', angle: '救援进展', plannedAt: at('14:00'), link: null }

function plan(matter: WordingMatter, change: Partial<typeof piece> | { link: string } = {}, actor = speaker): WordingMatter {
  return matter.do(actor, '09:00', (state, context) => planMedia(state, { ...piece, ...change }, context))
}

function publish(matter: WordingMatter, change: object = {}): WordingMatter {
  const command = { piece: '1', link: 'https://rb.example/1', title: '救援现场', publishedAt: at('14:05'), ...change }
  return matter.do(speaker, '14:10', (state, context) => publishMedia(state, command, context))
}

describe('媒体宣传计划', () => {
  test('goes from plan to publication, and what was published is corrected, not doubled', () => {
    const matter = publish(plan(new WordingMatter()))
    expect(publicityOf(matter.state).media).toMatchObject([
      { id: '1', outlet: '临江日报', link: 'https://rb.example/1', publishedAt: at('14:05'), withdrawn: null }
    ])
    const before = matter.events.length
    expect(publish(matter).events.length).toBe(before)
    expect(publicityOf(publish(matter, { title: null }).state).media).toMatchObject([{ title: null }])
  })

  test('stops no clock', () => {
    const matter = publish(plan(new WordingMatter()))
    expect(matter.state.countdowns.map(({ settled }) => settled)).toEqual([null, null])
    expect(matter.state.releases).toEqual([])
  })

  test('takes a piece out with its reason, once', () => {
    const matter = plan(new WordingMatter())
    const withdraw = (reason: string) => matter.do(speaker, '10:00', (state, context) => withdrawMedia(state, { piece: '1', reason }, context))
    expect(() => withdraw(' ')).toThrow(/请写明理由/)
    expect(publicityOf(withdraw('版面取消').state).media[0]?.withdrawn?.reason).toBe('版面取消')
    expect(() => withdraw('再撤')).toThrow(/已撤下：版面取消/)
    expect(() => publish(matter)).toThrow(/已撤下/)
  })

  test('is the desk’s and the spokesperson’s', () => {
    expect(() => plan(new WordingMatter(), {}, person('承办人', ['handler']))).toThrow(ForbiddenError)
    expect(() => plan(new WordingMatter(), {}, person('督查', ['supervisor']))).toThrow(ForbiddenError)
    expect(plan(new WordingMatter(), {}, officer).events.at(-1)?.body.type).toBe('media-planned')
  })

  test.each([
    [{ outlet: ' ' }, /请填写媒体/],
    [{ angle: '' }, /请填写报道角度/],
    [{ angle: '字'.repeat(501) }, /最多 500 字/],
    [{ angle: '进展\u0007' }, /U\+0007/],
    [{ link: 'javascript:alert(1)' }, /http/],
    [{ link: 'https://user:secret@rb.example/' }, /公开网址/],
    [{ plannedAt: at('14:00', '1970-01-01') }, /核对年份/],
    [{ plannedAt: at('14:00', '2099-01-01') }, /核对年份/]
  ])('refuses %j', (change, message) => {
    expect(() => plan(new WordingMatter(), change)).toThrow(message)
  })

  test('refuses a piece that there is not, a publication to come, and the same entry twice', () => {
    const matter = plan(new WordingMatter())
    expect(() => publish(matter, { piece: '7' })).toThrow(/没有第 7 项/)
    expect(() => publish(matter, { publishedAt: at('15:00') })).toThrow(/不能晚于现在/)
    expect(() => plan(matter)).toThrow(/已有同一媒体/)
  })
})
