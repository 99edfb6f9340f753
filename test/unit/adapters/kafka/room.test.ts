import { describe, expect, test } from 'vitest'
import { Room } from '../../../../adapters/kafka/room.ts'

describe('room for records in hand', () => {
  test('given few from many partitions, then all go in at once', async () => {
    const room = new Room(100)
    await Promise.all([room.enter(30), room.enter(30), room.enter(40)])
    await expect(isIn(room.enter(1))).resolves.toBe(false)
  })

  test('given no room, then whoever waits goes in as soon as there is, in the order in which they came', async () => {
    const room = new Room(100)
    const leave = await room.enter(80)
    const order: string[] = []
    const large = room.enter(90).then((leaveLarge) => {
      order.push('large')
      return leaveLarge
    })
    const small = room.enter(10).then(() => order.push('small'))
    await expect(isIn(small)).resolves.toBe(false)
    leave()
    await Promise.all([large, small])
    expect(order).toEqual(['large', 'small'])
    await expect(isIn(room.enter(1))).resolves.toBe(false)
    ;(await large)()
    await expect(isIn(room.enter(1))).resolves.toBe(true)
  })

  test('given more than there is ever room for, then it goes in alone', async () => {
    const room = new Room(100)
    const leave = await room.enter(500)
    const next = room.enter(500)
    await expect(isIn(next)).resolves.toBe(false)
    leave()
    await expect(isIn(next)).resolves.toBe(true)
  })
})

/** Whether a promise is settled once everything that is due now is done. */
async function isIn(entering: Promise<unknown>): Promise<boolean> {
  const soon = new Promise((resolve) => setImmediate(resolve, 'not yet'))
  return (await Promise.race([entering, soon])) !== 'not yet'
}
