import { describe, expect, test } from 'vitest'
import { msBetween, minuteMs } from '../../../core/instant.ts'
import { numberInUrl } from '../../../drill/scenario.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'

const scenario = scenarioNamed('yungang-day')
const { items, incidents } = scenario

describe('the scenario of one day in 云港', () => {
  test('has at least 300 items, each with a key and number of its own', () => {
    expect(items.length).toBeGreaterThanOrEqual(300)
    expect(new Set(items.map((item) => item.key)).size).toBe(items.length)
    expect(new Set(items.map((item) => item.number)).size).toBe(items.length)
  })

  test('publishes every item within the day', () => {
    for (const item of items) expect(item.at >= scenario.startsAt && item.at < scenario.endsAt, item.key).toBe(true)
  })

  test('tells one major matter, two relatively serious ones and five common ones', () => {
    expect(incidents.filter((truth) => truth.grade === 'I' || truth.grade === 'II')).toHaveLength(1)
    expect(incidents.filter((truth) => truth.grade === 'III')).toHaveLength(2)
    expect(incidents.filter((truth) => truth.grade === 'IV')).toHaveLength(5)
  })

  test('repeats every incident by reposts and near-duplicates', () => {
    for (const { key } of incidents) {
      const members = items.filter((item) => item.incident === key)
      expect(members.filter((item) => item.role === 'repost').length, key).toBeGreaterThanOrEqual(2)
      expect(members.filter((item) => item.role === 'rewrite').length, key).toBeGreaterThanOrEqual(2)
      expect(members.filter((item) => item.role === 'report').length, key).toBeGreaterThanOrEqual(4)
    }
  })

  test('has at least 40 false friends and 100 items of noise, which belong to no incident', () => {
    const friends = items.filter((item) => item.role === 'false-friend')
    const noise = items.filter((item) => item.role === 'noise')
    expect(friends.length).toBeGreaterThanOrEqual(40)
    expect(noise.length).toBeGreaterThanOrEqual(100)
    expect([...friends, ...noise].every((item) => item.incident === null)).toBe(true)
  })

  test('names only incidents of the truth table, and each of them has items', () => {
    const known = new Set(incidents.map((truth) => truth.key))
    for (const item of items) if (item.incident !== null) expect(known.has(item.incident), item.key).toBe(true)
    for (const key of known) expect(items.some((item) => item.incident === key), key).toBe(true)
  })

  test('counts from the first publication where the truth says so', () => {
    for (const truth of incidents.filter((candidate) => candidate.anchor.kind === 'first-published')) {
      const first = items.find((item) => item.incident === truth.key)
      expect(first?.at, truth.key).toBe(truth.anchor.at)
    }
  })

  test('counts from an occurrence that lies before every report of it', () => {
    for (const truth of incidents.filter((candidate) => candidate.anchor.kind === 'occurred')) {
      const first = items.find((item) => item.incident === truth.key)
      expect(first !== undefined && msBetween(truth.anchor.at, first.at) > 0, truth.key).toBe(true)
    }
  })

  test('has texts of 60 to 600 characters, a retweet counted with what it repeats', () => {
    const byKey = new Map(items.map((item) => [item.key, item]))
    for (const item of items) {
      const repeated = item.weibo === null || item.weibo.retweetOf === null ? '' : (byKey.get(item.weibo.retweetOf)?.text ?? '')
      const length = item.text.length + repeated.length
      expect(length >= 60 && length <= 600, `${item.key}: ${length}`).toBe(true)
    }
  })

  test('repeats only what was said before', () => {
    const byKey = new Map(items.map((item) => [item.key, item]))
    for (const item of items) {
      if (item.weibo === null || item.weibo.retweetOf === null) continue
      const original = byKey.get(item.weibo.retweetOf)
      expect(original !== undefined && original.at < item.at, item.key).toBe(true)
    }
  })

  test('lets the hand-played drill begin within minutes of the report that makes the matter major', () => {
    const next = items.find((item) => item.at >= scenario.liveFrom && item.incident === 'chem-explosion')
    expect(next !== undefined && msBetween(scenario.liveFrom, next.at) <= 3 * minuteMs).toBe(true)
    expect(next?.text).toContain('12人死亡')
  })

  test('gives people things to do only about incidents that exist', () => {
    const known = new Set(incidents.map((truth) => truth.key))
    expect(scenario.acts.length).toBeGreaterThan(0)
    for (const act of scenario.acts) expect(known.has(act.incident), act.id).toBe(true)
    expect(new Set(scenario.acts.map((act) => act.id)).size).toBe(scenario.acts.length)
  })
})

test('the number of an item stands in every address of it', () => {
  expect(numberInUrl('http://127.0.0.1:1/news/203103/t20310312_10042.html')).toBe(10_042)
  expect(numberInUrl('http://127.0.0.1:1/a/20310312/10042.shtml')).toBe(10_042)
  expect(numberInUrl('http://127.0.0.1:1/thread/10042.html')).toBe(10_042)
  expect(numberInUrl('https://m.weibo.cn/detail/5277000000010042')).toBe(10_042)
  expect(numberInUrl('http://127.0.0.1:1/about')).toBeNull()
})
