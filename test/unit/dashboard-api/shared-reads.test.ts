import { describe, expect, it } from 'vitest'
import { SharedReads } from '../../../dashboard-api/shared-reads.ts'

/** A store that counts its readings and tells each what was stored when it began. */
function counting() {
  const ends: (() => void)[] = []
  let stored = 0
  const read = async (): Promise<number> => {
    const seen = stored
    await new Promise<void>((resolve) => ends.push(resolve))
    return seen
  }
  return { ends, read, store: () => (stored += 1) }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a read that many ask for', () => {
  it('serves those who came before it began, and the next one those who came meanwhile', async () => {
    const { ends, read, store } = counting()
    const reads = new SharedReads<number>()
    const first = reads.ask('queue', read)
    store()
    const later = [reads.ask('queue', read), reads.ask('queue', read), reads.ask('queue', read)]
    ends[0]?.()
    await settled()
    ends[1]?.()
    expect([await first, await Promise.all(later), ends.length]).toEqual([0, [1, 1, 1], 2])
  })

  it('that fails leaves nothing behind, and the next one is made', async () => {
    const { ends, read } = counting()
    const reads = new SharedReads<number>()
    const failing = reads.ask('queue', () => Promise.reject(new Error('gone')))
    const next = reads.ask('queue', read)
    await expect(failing).rejects.toThrow('gone')
    await settled()
    ends[0]?.()
    expect(await next).toBe(0)
  })

  it('is one of its own for each question', async () => {
    const { ends, read } = counting()
    const reads = new SharedReads<number>()
    void reads.ask('open', read)
    void reads.ask('closed', read)
    expect(ends).toHaveLength(2)
  })
})
