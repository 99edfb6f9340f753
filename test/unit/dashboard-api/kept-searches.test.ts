import { describe, expect, it } from 'vitest'
import { SearchFilter, type MentionQuery } from '../../../core/search.ts'
import { KeptSearches } from '../../../dashboard-api/kept-searches.ts'
import { HandClock } from '../../support/api-app.ts'

/** An engine that answers when it is told to, with the number of the question. */
class SlowEngine {
  readonly asked: MentionQuery[] = []
  readonly #answers: PromiseWithResolvers<number>[] = []

  search(query: MentionQuery): Promise<number> {
    this.asked.push(query)
    const answer = Promise.withResolvers<number>()
    this.#answers.push(answer)
    return answer.promise
  }

  answer(index: number): void {
    this.#answers[index]?.resolve(index)
  }

  fail(index: number): void {
    this.#answers[index]?.reject(new Error('gone'))
  }
}

function about(id: string, cursor: string | null = null): MentionQuery {
  return { query: { op: 'equals', field: 'id', value: id }, filter: SearchFilter.parse({}), limit: 20, cursor }
}

function keeping(): { engine: SlowEngine; clock: HandClock; searches: KeptSearches<number> } {
  const [engine, clock] = [new SlowEngine(), new HandClock()]
  return { engine, clock, searches: new KeptSearches({ search: (query) => engine.search(query), bytesOf: () => 1, clock }) }
}

describe('a search that many ask for', () => {
  it('is under way once, and its answer serves for a second', async () => {
    const { engine, clock, searches } = keeping()
    const both = [searches.search(about('a')), searches.search(about('a'))]
    engine.answer(0)
    expect(await Promise.all(both)).toEqual([0, 0])
    clock.pass(1000)
    expect([await searches.search(about('a')), engine.asked.length]).toEqual([0, 1])
  })

  it('is asked for again after a second, and the newer answer is given', async () => {
    const { engine, clock, searches } = keeping()
    const first = searches.search(about('a'))
    engine.answer(0)
    await first
    clock.pass(1001)
    const second = searches.search(about('a'))
    engine.answer(1)
    expect(await second).toBe(1)
  })

  it('gives the answer of the last seconds where the engine is slow or fails, and none that is older', async () => {
    const { engine, clock, searches } = keeping()
    const first = searches.search(about('a'))
    engine.answer(0)
    await first
    clock.pass(9000)
    expect(await searches.search(about('a'))).toBe(0)
    const failing = searches.search(about('a'))
    engine.fail(1)
    expect([await failing, engine.asked.length]).toEqual([0, 2])
    clock.pass(1001)
    const late = searches.search(about('a'))
    engine.fail(2)
    await expect(late).rejects.toThrow('gone')
  })

  it('does not wait for the engine where somebody waited for it before', async () => {
    const { engine, clock, searches } = keeping()
    const first = searches.search(about('a'))
    engine.answer(0)
    await first
    clock.pass(2000)
    void searches.search(about('a'))
    clock.pass(100)
    const soon = await Promise.race([searches.search(about('a')), new Promise((resolve) => setImmediate(() => resolve('waits')))])
    expect([soon, engine.asked.length]).toEqual([0, 2])
  })

  it('is made new beside one other at most, so that what was never asked for finds the engine free', async () => {
    const { engine, clock, searches } = keeping()
    const first = ['a', 'b', 'c'].map((id) => searches.search(about(id)))
    for (const index of [0, 1, 2]) engine.answer(index)
    await Promise.all(first)
    clock.pass(2000)
    const again = ['a', 'b', 'c'].map((id) => searches.search(about(id)))
    expect([await again[2], engine.asked.length]).toEqual([2, 5])
    void searches.search(about('d'))
    expect(engine.asked).toHaveLength(6)
    engine.answer(3)
    await again[0]
    const last = searches.search(about('c'))
    expect(engine.asked).toHaveLength(7)
    engine.answer(6)
    expect(await last).toBe(6)
  })

  it('is another for other words and other pages, which are not kept', async () => {
    const { engine, searches } = keeping()
    for (const query of [about('a'), about('b'), about('a', 'next'), about('a', 'next')]) void searches.search(query)
    expect(engine.asked).toHaveLength(4)
  })
})
