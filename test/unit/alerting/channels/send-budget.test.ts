import { describe, expect, test } from 'vitest'
import { aMinute, SendBudget } from '../../../../alerting/channels/send-budget.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { at } from '../../../support/incidents.ts'

let serial = 0
const ask = (budget: SendBudget, major: boolean, messages = 1, id = `n${serial++}`): boolean => budget.take({ ids: [id], major, messages })

function taken(budget: SendBudget, major: boolean): number {
  let count = 0
  while (count < 1000 && ask(budget, major)) count++
  return count
}

describe('what a robot may still say', () => {
  test('is twenty a minute, and twenty more a minute later', () => {
    const clock = new ManualClock(at('12:00'))
    const budget = new SendBudget([aMinute(20)], 0, clock)
    expect(taken(budget, false)).toBe(20)
    clock.advance(60_000)
    expect(taken(budget, false)).toBe(0)
    clock.advance(1_001)
    expect(taken(budget, false)).toBe(20)
  })

  test('keeps places for red, which finds them when the rest is used up', () => {
    const budget = new SendBudget([aMinute(20)], 5, new ManualClock(at('12:00')))
    expect(taken(budget, false)).toBe(15)
    expect(taken(budget, true)).toBe(5)
  })

  test('lets nothing before a red notice that waits, until that one is through or stays away', () => {
    const clock = new ManualClock(at('12:00'))
    const budget = new SendBudget([aMinute(3)], 0, clock)
    expect(taken(budget, true)).toBe(3)
    expect(ask(budget, true, 1, 'red')).toBe(false)
    clock.advance(62_000)
    expect(ask(budget, false)).toBe(false)
    expect(ask(budget, true, 1, 'red')).toBe(true)
    expect(ask(budget, false)).toBe(false)
    clock.advance(91_000)
    expect(ask(budget, false)).toBe(true)
  })

  test('counts each part, and gives places for all or none', () => {
    const budget = new SendBudget([aMinute(4)], 0, new ManualClock(at('12:00')))
    expect(ask(budget, true, 3)).toBe(true)
    expect(ask(budget, true, 2)).toBe(false)
    expect(ask(budget, true, 1)).toBe(true)
  })

  test('does not hold for ever what never fits', () => {
    const clock = new ManualClock(at('12:00'))
    const budget = new SendBudget([aMinute(4)], 2, clock)
    expect(ask(budget, false, 3)).toBe(true)
    expect(ask(budget, false, 3)).toBe(false)
    clock.advance(62_000)
    expect(ask(budget, false, 9)).toBe(true)
  })

  test('holds several allowances at once', () => {
    const clock = new ManualClock(at('12:00'))
    const budget = new SendBudget([aMinute(7), { withinMs: 1000, most: 5 }], 0, clock)
    expect(taken(budget, true)).toBe(5)
    clock.advance(1001)
    expect(taken(budget, true)).toBe(2)
  })

  test('is closed while the service has had enough', () => {
    const clock = new ManualClock(at('12:00'))
    const budget = new SendBudget([aMinute(20)], 0, clock)
    budget.closeFor(60_000)
    expect(ask(budget, false)).toBe(false)
    clock.advance(60_000)
    expect(ask(budget, false)).toBe(true)
  })

  test('is not blocked by a clock that was set back', () => {
    const clock = new ManualClock(at('12:00'))
    const budget = new SendBudget([aMinute(2)], 0, clock)
    expect(taken(budget, false)).toBe(2)
    budget.closeFor(60_000)
    clock.advance(-900_000)
    expect(ask(budget, false)).toBe(true)
  })
})
