import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clock } from '../../../core/clock.ts'
import { addMs, Instant, minuteMs, msOf } from '../../../core/instant.ts'
import { healthNow } from '../../../core/source-state.ts'
import type { Source } from '../../../core/source.ts'
import { neverVisited } from '../../../core/never-visited.ts'
import { nextVisitAt } from '../../../crawlers/schedule.ts'
import { visitSource } from '../../../crawlers/visit.ts'
import { html, startSite, status, type Route, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

const login = '<html><head><title>用户登录</title></head><body><form><input type="password"></form>请先登录后查看</body></html>'
const captcha = '<html><head><title>百度安全验证</title></head><body>请完成下方验证</body></html>'
const forbidden: Route = (_, response) => response.writeHead(200).end('User-agent: *\nDisallow: /\n')
const limited: Route = (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end()

/** Ten ways of turning us away, ten sources each. */
const ways: readonly (readonly [string, Route, string])[] = [
  ['robots.txt', html('<p>never asked for</p>'), 'not-allowed'],
  ['429 that asks for an hour', limited, 'blocked'],
  ['401', status(401), 'blocked'],
  ['403', status(403), 'blocked'],
  ['412', status(412), 'blocked'],
  ['418', status(418), 'blocked'],
  ['451', status(451), 'blocked'],
  ['521', status(521), 'blocked'],
  ['a page that wants a sign-in', html(login), 'blocked'],
  ['a page of risk control', html(captcha), 'blocked']
]
const ofEach = 10
const intervalMinutes = 10
const begin = Instant.parse('2026-11-23T04:00:00.000Z')
const end = addMs(begin, 2 * intervalMinutes * minuteMs)

describe('a hundred sources that turn us away', () => {
  const sites: Site[] = []
  let world: CrawlWorld
  beforeAll(() => void (world = createCrawlWorld()))
  afterAll(async () => {
    await world.close()
    await Promise.all(sites.map((site) => site.close()))
  })

  /** A host of its own: one that says 429 makes all of a host wait. */
  async function siteOf(way: string, route: Route): Promise<Site> {
    const site = await startSite({ '/list': route, ...(way === 'robots.txt' ? { '/robots.txt': forbidden } : {}) })
    sites.push(site)
    return site
  }

  /** Its life from the first visit to two intervals later, as the schedule makes it. */
  async function live(source: Source) {
    let now = begin
    const clock: Clock = { now: () => now, elapsedMs: () => msOf(now), speed: 1 }
    let [health, visits, notBeforeMs] = [neverVisited(source.id), 0, 0]
    while (now <= end) {
      const seen = await visitSource({ ...world.deps, clock }, source, health, new Map(), new AbortController().signal)
      visits += 1
      health = seen.health
      notBeforeMs = seen.notBeforeElapsedMs ?? 0
      const due = nextVisitAt(source, health, now)
      now = notBeforeMs > msOf(due) ? (new Date(notBeforeMs).toISOString() as Instant) : due
    }
    now = end
    return { visits, health: healthNow(source, health, clock, msOf(begin)) }
  }

  test.each(ways)('by %s are blind within two intervals, with the class of the trouble, and are not pressed', async (way, route, faultClass) => {
    const hosts = await Promise.all(Array.from({ length: ofEach }, () => siteOf(way, route)))
    const sources = hosts.map(({ origin }, n) => sourceOn(origin, 'portal', '/list', {}, { id: `s${n}`, intervalMinutes }))
    const lives = await Promise.all(sources.map(live))
    expect(lives.map(({ health }) => [health.state, health.faultClass])).toEqual(lives.map(() => ['blind', faultClass]))
    // Half an interval after the first failure and the second, then more and more seldom; where it was asked for, not at all.
    const most = way === '429 that asks for an hour' ? 1 : 4
    expect(Math.max(...lives.map(({ visits }) => visits))).toBeLessThanOrEqual(most)
    const asked = hosts.flatMap((site) => site.paths().filter((path) => path === '/list')).length
    expect(asked > 0).toBe(way !== 'robots.txt')
  })
})
