import { describe, expect, test } from 'vitest'
import { msBetween, minuteMs } from '../../../core/instant.ts'
import { numberInUrl, type ItemRole, type ScenarioItem } from '../../../drill/scenario.ts'
import { weiboAccounts } from '../../../drill/city/weibo-site.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'
import { alsoFollowed, searches } from '../../../drill/write-config.ts'

const scenario = scenarioNamed('yungang-day')
const { items, incidents } = scenario
/** What sites tell of; the rest a person opens. */
const told = incidents.filter(({ byHand }) => byHand !== true)

function keysWhere(wrong: (item: ScenarioItem) => boolean): string[] {
  return items.filter(wrong).map((item) => item.key)
}

function firstOf(incident: string): ScenarioItem | undefined {
  return items.find((item) => item.incident === incident)
}

function repeatedBy(item: ScenarioItem): ScenarioItem | undefined {
  return items.find((candidate) => candidate.key === item.weibo?.retweetOf)
}

describe('the scenario of one day in 云港', () => {
  test('has at least 300 items, each with a key and number of its own', () => {
    expect(items.length).toBeGreaterThanOrEqual(300)
    expect(new Set(items.map((item) => item.key)).size).toBe(items.length)
    expect(new Set(items.map((item) => item.number)).size).toBe(items.length)
  })

  test('publishes every item within the day, save a little talk of the evening before', () => {
    expect(keysWhere((item) => (item.at < scenario.startsAt && item.role !== 'noise') || item.at >= scenario.endsAt)).toEqual([])
  })

  test('tells one major matter, two relatively serious ones, five common ones and one that is none', () => {
    expect(incidents.filter((truth) => truth.grade === 'I' || truth.grade === 'II')).toHaveLength(1)
    expect(incidents.filter((truth) => truth.grade === 'III')).toHaveLength(2)
    expect(told.filter((truth) => truth.grade === 'IV')).toHaveLength(6)
    expect(told.filter(({ countdowns }) => countdowns.every(({ state }) => state === 'withdrawn'))).toHaveLength(1)
  })

  test('repeats every incident by reposts and near-duplicates', () => {
    const thin = told.filter(({ key }) => {
      const count = (role: ItemRole): number => items.filter((item) => item.incident === key && item.role === role).length
      return count('repost') < 2 || count('rewrite') < 2 || count('report') < 4
    })
    expect(thin).toEqual([])
  })

  test('has at least 40 false friends and 100 items of noise, which belong to no incident', () => {
    const friends = items.filter((item) => item.role === 'false-friend')
    const noise = items.filter((item) => item.role === 'noise')
    expect(friends.length).toBeGreaterThanOrEqual(40)
    expect(noise.length).toBeGreaterThanOrEqual(100)
    expect([...friends, ...noise].every((item) => item.incident === null)).toBe(true)
  })

  test('names only incidents of the truth table, and each of them has items, save what a person opens by hand', () => {
    const known = new Set(told.map((truth) => truth.key))
    const named = new Set(items.flatMap((item) => (item.incident === null ? [] : [item.incident])))
    expect(named).toEqual(known)
  })

  test('counts from the first publication where the truth says so', () => {
    const published = incidents.filter((truth) => truth.anchor.kind === 'first-published')
    expect(published.map((truth) => firstOf(truth.key)?.at)).toEqual(published.map((truth) => truth.anchor.at))
  })

  test('counts from an occurrence that lies before every report of it', () => {
    const occurred = told.filter((truth) => truth.anchor.kind === 'occurred')
    expect(occurred.filter((truth) => (firstOf(truth.key)?.at ?? '') <= truth.anchor.at)).toEqual([])
  })

  test('has texts of 60 to 600 characters, a retweet counted with what it repeats', () => {
    const lengthOf = (item: ScenarioItem): number => item.text.length + (repeatedBy(item)?.text.length ?? 0)
    expect(keysWhere((item) => lengthOf(item) < 60 || lengthOf(item) > 600)).toEqual([])
  })

  test('repeats only what was said before', () => {
    const retweets = items.filter((item) => typeof item.weibo?.retweetOf === 'string')
    expect(retweets.length).toBeGreaterThan(30)
    expect(retweets.filter((item) => (repeatedBy(item)?.at ?? item.at) >= item.at)).toEqual([])
  })

  test('lets the hand-played drill begin within minutes of the report that makes the matter major', () => {
    const next = items.find((item) => item.at >= scenario.liveFrom && item.incident === 'chem-explosion')
    expect(next !== undefined && msBetween(scenario.liveFrom, next.at) <= 3 * minuteMs).toBe(true)
    expect(next?.text).toContain('12人死亡')
  })

  test('shows every microblog to the accounts that the desk follows or the words that it searches for', () => {
    const followed = new Set([...Object.keys(weiboAccounts), ...alsoFollowed])
    const words = (item: ScenarioItem): string => `${item.text}${repeatedBy(item)?.text ?? ''}`
    const unseen = items.filter((item) => item.site === 'weibo' && !followed.has(item.author) && !searches.some((word) => words(item).includes(word)))
    expect(unseen).toEqual([])
  })

  test('gives people things to do only about incidents that exist', () => {
    const known = new Set(incidents.map((truth) => truth.key))
    expect(scenario.acts.length).toBeGreaterThan(0)
    expect(scenario.acts.filter((act) => !known.has(act.incident))).toEqual([])
    expect(new Set(scenario.acts.map((act) => act.id)).size).toBe(scenario.acts.length)
    const opened = scenario.acts.flatMap(({ act, incident }) => (act.do === 'open' ? [[incident, act.request.title]] : []))
    expect(opened).toEqual(incidents.filter(({ byHand }) => byHand === true).map(({ key, name }) => [key, name]))
  })
})

test('the number of an item stands in every address of it', () => {
  expect(numberInUrl('http://127.0.0.1:1/news/203103/t20310312_10042.html')).toBe(10_042)
  expect(numberInUrl('http://127.0.0.1:1/a/20310312/10042.shtml')).toBe(10_042)
  expect(numberInUrl('http://127.0.0.1:1/thread/10042.html')).toBe(10_042)
  expect(numberInUrl('https://m.weibo.cn/detail/5277000000010042')).toBe(10_042)
  expect(numberInUrl('http://127.0.0.1:1/about')).toBeNull()
})
