import { describe, expect, test } from 'vitest'
import { Committer } from '../../../../adapters/kafka/committer.ts'

describe('committing', () => {
  test('has one request under way, and sends what was finished meanwhile together, the newest of each partition', async () => {
    const requests: { offsets: Record<string, number>; done: PromiseWithResolvers<void> }[] = []
    const committer = new Committer((offsets) => {
      const done = Promise.withResolvers<void>()
      requests.push({ offsets: Object.fromEntries(offsets), done })
      return done.promise
    })
    const first = committer.commit(0, 10)
    await settled()
    const rest = [committer.commit(0, 20), committer.commit(1, 5), committer.commit(0, 30)]
    await settled()
    expect(requests.map(({ offsets }) => offsets)).toEqual([{ 0: 10 }])

    requests[0]?.done.resolve()
    await first
    await settled()
    expect(requests.map(({ offsets }) => offsets)).toEqual([{ 0: 10 }, { 0: 30, 1: 5 }])
    requests[1]?.done.resolve()
    await Promise.all(rest)
  })

  test('tells those whose offsets were in a request that failed, and goes on', async () => {
    let fail = true
    const committer = new Committer(async () => {
      if (fail) throw new Error('refused')
    })
    await expect(committer.commit(0, 10)).rejects.toThrow('refused')
    fail = false
    await expect(committer.commit(0, 20)).resolves.toBeUndefined()
  })
})

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
