import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Outages } from '../../../../adapters/kafka/outages.ts'

describe('outages', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('are told of once a minute a broker, not at every try, and when they end', () => {
    const said: string[] = []
    const outages = new Outages({
      info: ({ address, seconds }, message) => said.push(`${String(address)} ${message} ${String(seconds)}`),
      warn: ({ address, reason }, message) => said.push(`${String(address)} ${message}: ${String(reason)}`),
      error: () => {}
    })
    outages.trouble('a:1', 'refused')
    outages.trouble('a:1', 'refused')
    outages.trouble('b:1', 'timed out')
    vi.advanceTimersByTime(30_000)
    outages.trouble('a:1', 'no route')
    expect(said).toEqual(['a:1 kafka broker cannot be reached, trying again: refused', 'b:1 kafka broker cannot be reached, trying again: timed out'])
    expect(outages.current()).toEqual(['a:1: no route', 'b:1: timed out'])

    vi.advanceTimersByTime(31_000)
    outages.trouble('a:1', 'no route')
    outages.answered('a:1')
    outages.answered('a:1')
    expect(said.slice(2)).toEqual(['a:1 kafka broker cannot be reached, trying again: no route', 'a:1 kafka broker answers again 61'])
    expect(outages.current()).toEqual(['b:1: timed out'])
  })
})
