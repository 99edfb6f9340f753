import { expect, test } from 'vitest'
import { Desk } from '../../support/group-desk.ts'
import { told } from '../../support/group-mentions.ts'
import { at } from '../../support/incidents.ts'

const blast = '3月12日8时许，临江区滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。'
const first = told({ id: 'first', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'], deaths: 3 })
const second = told({ id: 'second', text: `转发：${blast}`, minute: 5, eventType: '爆炸', spots: ['滨河路'], deaths: 3 })
const third = told({ id: 'third', text: `快看：${blast}`, minute: 6, eventType: '爆炸', spots: ['滨河路'], deaths: 3 })

/** Once: between what a count found and what comes of it. */
function meanwhile(desk: Desk, work: () => Promise<void>): void {
  const rollups = desk.mentions.rollups.bind(desk.mentions)
  let done = false
  desk.mentions.rollups = async (incidents) => {
    const counted = await rollups(incidents)
    if (!done) {
      done = true
      await work()
    }
    return counted
  }
}

test('given another process took the incidents over while this one was counting, then its newer counts stay', async () => {
  const desk = new Desk()
  await desk.receive(first)
  await desk.receive(second)
  const gone = desk.grouper
  meanwhile(desk, async () => {
    desk.restart()
    await desk.receive(third)
    await desk.grouper.settle()
  })
  await gone.settle()
  expect(desk.open().map(({ rollup }) => rollup?.mentions)).toEqual([3])
})

test('given the same while it is due to count a mention in the passing, then its newer counts stay', async () => {
  const desk = new Desk()
  await desk.receive(first)
  const gone = desk.grouper
  desk.now = at('10:05')
  desk.elapsed += 120_000
  meanwhile(desk, async () => {
    desk.restart()
    await desk.receive(third)
    await desk.grouper.settle()
  })
  await desk.mentions.putMany([second])
  await gone.accept([{ schema: 1, type: 'mention', ...second }])
  expect(desk.open().map(({ rollup }) => rollup?.mentions)).toEqual([3])
})
