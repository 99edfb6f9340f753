import { describe, expect, it } from 'vitest'
import type { StoredMention } from '../../../core/records.ts'
import { SearchFilter, type MentionPage, type MentionQuery } from '../../../core/search.ts'
import { KeptSearches } from '../../../dashboard-api/kept-searches.ts'
import { HandClock } from '../../support/api-app.ts'

type Page = MentionPage<StoredMention>

/** An engine that answers when it is told to, with the number of the question. */
class SlowEngine {
  readonly asked: MentionQuery[] = []
  readonly #answers: PromiseWithResolvers<Page>[] = []

  search(query: MentionQuery): Promise<Page> {
    this.asked.push(query)
    const answer = Promise.withResolvers<Page>()
    this.#answers.push(answer)
    return answer.promise
  }

  answer(index: number): void {
    this.#answers[index]?.resolve({ rows: [], total: index, totalCapped: false, cursor: null })
  }

  fail(index: number): void {
    this.#answers[index]?.reject(new Error('gone'))
  }
}

function about(id: string, cursor: string | null = null): MentionQuery {
  return { query: { op: 'equals', field: 'id', value: id }, filter: SearchFilter.parse({}), limit: 20, cursor }
}

function keeping(): { engine: SlowEngine; clock: HandClock; searches: KeptSearches } {
  const [engine, clock] = [new SlowEngine(), new HandClock()]
  return { engine, clock, searches: new KeptSearches(engine, clock) }
}

describe('a search that many ask for', () => {
  it('is under way once, and its answer serves for a second', async () => {
    const { engine, clock, searches } = keeping()
    const both = [searches.search(about('a')), searches.search(about('a'))]
    engine.answer(0)
    expect((await Promise.all(both)).map(({ total }) => total)).toEqual([0, 0])
    clock.pass(1000)
    expect([(await searches.search(about('a'))).total, engine.asked.length]).toEqual([0, 1])
  })

  it('is asked for again after a second, and the newer answer is given', async () => {
    const { engine, clock, searches } = keeping()
    const first = searches.search(about('a'))
    engine.answer(0)
    await first
    clock.pass(1001)
    const second = searches.search(about('a'))
    engine.answer(1)
    expect((await second).total).toBe(1)
  })

  it('gives the answer of the last seconds where the engine is slow or fails, and none that is older', async () => {
    const { engine, clock, searches } = keeping()
    const first = searches.search(about('a'))
    engine.answer(0)
    await first
    clock.pass(9000)
    expect((await searches.search(about('a'))).total).toBe(0)
    const failing = searches.search(about('a'))
    engine.fail(1)
    expect([(await failing).total, engine.asked.length]).toEqual([0, 2])
    clock.pass(1001)
    const late = searches.search(about('a'))
    engine.fail(2)
    await expect(late).rejects.toThrow('gone')
  })

  it('is another for other words and other pages, which are not kept', async () => {
    const { engine, searches } = keeping()
    for (const query of [about('a'), about('b'), about('a', 'next'), about('a', 'next')]) void searches.search(query)
    expect(engine.asked).toHaveLength(4)
  })
})
