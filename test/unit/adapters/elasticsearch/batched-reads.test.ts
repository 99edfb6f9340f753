import { describe, expect, it } from 'vitest'
import { BatchedReads } from '../../../../adapters/elasticsearch/batched-reads.ts'

/** A server that answers when it is told to. */
class SlowServer {
  readonly asked: (readonly string[])[] = []
  readonly #answers: PromiseWithResolvers<readonly string[]>[] = []

  read(keys: readonly string[]): Promise<readonly string[]> {
    this.asked.push(keys)
    const answer = Promise.withResolvers<readonly string[]>()
    this.#answers.push(answer)
    return answer.promise
  }

  answer(request: number): void {
    this.#answers[request]?.resolve((this.asked[request] ?? []).map((key) => `${key} of ${request}`))
  }

  fail(request: number): void {
    this.#answers[request]?.reject(new Error(`${request} failed`))
  }
}

function reading(mostKeys?: number): { server: SlowServer; reads: BatchedReads<string> } {
  const server = new SlowServer()
  return { server, reads: new BatchedReads((keys) => server.read(keys), mostKeys) }
}

describe('reads that are asked for while others are under way', () => {
  it('wait for the next request, the same ones once, and each gets its own answer', async () => {
    const { server, reads } = reading()
    const all = ['a', 'b', 'c', 'd', 'c'].map((key) => reads.read(key))
    expect(server.asked).toEqual([['a'], ['b']])
    server.answer(0)
    await expect.poll(() => server.asked).toEqual([['a'], ['b'], ['c', 'd']])
    server.answer(1)
    server.answer(2)
    expect(await Promise.all(all)).toEqual(['a of 0', 'b of 1', 'c of 2', 'd of 2', 'c of 2'])
  })

  it('see what was written before they were asked for: what is under way answers nobody who comes later', async () => {
    const { server, reads } = reading()
    const [earlier, later] = [reads.read('a'), reads.read('a')]
    expect(server.asked).toEqual([['a'], ['a']])
    server.answer(1)
    server.answer(0)
    expect(await Promise.all([earlier, later])).toEqual(['a of 0', 'a of 1'])
  })

  it('fail with their request and not with another', async () => {
    const { server, reads } = reading()
    const [a, b, c] = [reads.read('a'), reads.read('b'), reads.read('c')]
    server.fail(0)
    await expect(a).rejects.toThrow('0 failed')
    await expect.poll(() => server.asked.length).toBe(3)
    server.answer(1)
    server.answer(2)
    expect(await Promise.all([b, c])).toEqual(['b of 1', 'c of 2'])
  })

  it('are no more in a request than they may be', async () => {
    const { server, reads } = reading(1)
    const all = Promise.all(['a', 'b', 'c'].map((key) => reads.read(key)))
    server.answer(0)
    await expect.poll(() => server.asked).toEqual([['a'], ['b'], ['c']])
    server.answer(1)
    server.answer(2)
    expect(await all).toEqual(['a of 0', 'b of 1', 'c of 2'])
  })

  it('do not wait for requests that hang', async () => {
    const { server, reads } = reading()
    const hanging = [reads.read('a'), reads.read('b')]
    const next = reads.read('c')
    await expect.poll(() => server.asked.length).toBe(3)
    server.answer(2)
    expect(await next).toBe('c of 2')
    server.answer(0)
    server.answer(1)
    await Promise.all(hanging)
  })
})
