import { expect, test } from 'vitest'
import { addMs, hourMs } from '../../../core/instant.ts'
import { Desk } from '../../support/group-desk.ts'
import { table, told } from '../../support/group-mentions.ts'
import { at } from '../../support/incidents.ts'

const post = (index: number, observedMinute?: number) =>
  told({
    id: `post-${index}`,
    text: '滨河路今天上午停水，有人滑倒受伤，居民等了很久没有人来修',
    minute: index,
    injuries: 1,
    spots: ['滨河路'],
    eventType: '停水',
    ...(observedMinute === undefined ? {} : { observedMinute, likes: observedMinute })
  })

test('given a wave that passed, when the grouper looks at it again after the hours of the policy, then the opinion’s grade falls, also after a restart', async () => {
  const desk = new Desk()
  desk.table = { ...table, easing: { afterHours: 24, afterObservations: 3, source: '测试' } }
  desk.restart()
  await desk.receive(...Array.from({ length: 12 }, (_, index) => post(index)))
  expect(desk.open().map(({ state }) => [state.eventGrade, state.opinionGrade])).toEqual([['IV', 'III']])

  desk.now = addMs(at('10:00'), 36 * hourMs)
  desk.restart()
  await desk.receive(post(0, 36 * 60), post(1, 36 * 60 + 1))
  expect(desk.open()[0]?.state.opinionGrade).toBe('III')
  await desk.receive(post(2, 36 * 60 + 2))
  const [fallen] = desk.open()
  expect([fallen?.state.eventGrade, fallen?.state.opinionGrade, fallen?.state.explanation.eased?.from]).toEqual(['IV', 'IV', 'III'])
  expect(fallen?.state.countdowns.map(({ kind, settled }) => [kind, settled])).toEqual([['reply', null]])
})
