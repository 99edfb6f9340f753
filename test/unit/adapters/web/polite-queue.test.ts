import { describe, expect, test } from 'vitest'
import { PoliteQueue, type Job } from '../../../../adapters/web/polite-queue.ts'

function queueOf(places: number): {
  queue: PoliteQueue
  clock: { ms: number }
  readonly add: (host: string, count?: number) => readonly Job[]
  readonly take: () => Promise<string[]>
} {
  const clock = { ms: 0 }
  const queue = new PoliteQueue({ now: () => clock.ms, places, paceMs: () => 0, retryWaitMs: () => 0, wake: () => undefined })
  let ids = 0
  return {
    queue,
    clock,
    add: (host, count = 1) =>
      Array.from({ length: count }, () => {
        const job: Job = {
          id: String(ids++),
          url: new URL(`http://${host}/`),
          options: { allowPrivate: false },
          resolve: () => undefined,
          reject: () => undefined,
          failure: null,
          tries: 0,
          notBeforeMs: 0,
          startedMs: 0
        }
        queue.add(job)
        return job
      }),
    take: async () => {
      const hosts: string[] = []
      for (let next = await queue.fetchNextRequest(); next !== null; next = await queue.fetchNextRequest()) hosts.push(new URL(next.url).host)
      return hosts
    }
  }
}

describe('the queue of fetches', () => {
  test('lets two at a time through to a host', async () => {
    const { add, take } = queueOf(16)
    add('a.example', 5)
    add('b.example', 1)
    expect(await take()).toEqual(['a.example', 'b.example', 'a.example'])
  })

  test('keeps a quarter of its places for hosts that answer soon, however many others hang', async () => {
    const { queue, add, take } = queueOf(8)
    const [good] = add('good.example')
    expect(await take()).toEqual(['good.example'])
    if (good !== undefined) queue.judge(good, true)
    await queue.markRequestHandled({ uniqueKey: good?.id } as never)
    for (let n = 0; n < 20; n++) add(`hangs${n}.example`)
    expect(await take()).toHaveLength(6)
    add('good.example', 2)
    expect(await take()).toEqual(['good.example', 'good.example'])
  })

  test('counts a host that kept us waiting among those that hang', async () => {
    const { queue, clock, add, take } = queueOf(4)
    const jobs = ['a', 'b', 'c', 'd'].flatMap((name) => add(`${name}.example`))
    expect(await take()).toHaveLength(3)
    clock.ms = 6_000
    for (const job of jobs.slice(0, 3)) {
      queue.judge(job, true)
      await queue.markRequestHandled({ uniqueKey: job.id } as never)
    }
    for (const name of ['a', 'b', 'c', 'e']) add(`${name}.example`)
    expect(await take()).toHaveLength(3)
  })
})
