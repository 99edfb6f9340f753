import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createBlindSources } from '../../../alerting/blind-sources.ts'
import { sha256 } from '../../../adapters/hash.ts'
import type { Clock } from '../../../core/clock.ts'
import { Contact } from '../../../core/department.ts'
import { addMs, minuteMs, type Instant } from '../../../core/instant.ts'
import type { MentionId } from '../../../core/mention.ts'
import type { Notice } from '../../../core/notice.ts'
import { Source } from '../../../core/source.ts'
import { nextVisitAt } from '../../../crawlers/schedule.ts'
import { CityAddresses } from '../../../drill/city/addresses.ts'
import { boardSite } from '../../../drill/city/board-site.ts'
import { hotListSite } from '../../../drill/city/hot-list-site.ts'
import type { Page } from '../../../drill/city/page.ts'
import { tiebaSite } from '../../../drill/city/tieba-site.ts'
import { wechatSite } from '../../../drill/city/wechat-site.ts'
import { elsewhereConfig } from '../../../drill/elsewhere-config.ts'
import { elsewhereSources } from '../../../drill/elsewhere.ts'
import { judgeArticles, judgeBlindness, judgeRanks, judgeTalk, judgeTickets, lengthsBy, seenBy } from '../../../drill/elsewhere-expectations.ts'
import type { Scenario } from '../../../drill/scenario.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'
import { silentLogger } from '../../support/crawlers-memory-log.ts'
import { mentionOf } from '../../support/mention.ts'
import { createCrawlWorld, type CrawlWorld } from '../../support/crawlers-world.ts'

let server: Server | null = null
let world: CrawlWorld
afterEach(async () => {
  if (server === null) return
  await world.close()
  server.closeAllConnections()
  server.close()
  server = null
})

/** A site of the city on a port of its own. */
async function opened(answer: (url: URL, body: string) => Page): Promise<string> {
  const opening = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
      const page = answer(url, Buffer.concat(chunks).toString('utf8'))
      response.writeHead(page.status, { 'content-type': page.contentType }).end(page.body)
    })
  })
  server = opening
  await new Promise<void>((resolve) => opening.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(opening.address() as AddressInfo).port}`
}

function sourceOf(scenario: Scenario, id: string, origin: string): Source {
  const sites = ['news', 'metro', 'forum', 'weibo', 'outlet', 'webhook', 'control', 'board', 'tieba', 'wechat', 'hotList']
  const addresses = CityAddresses.parse({ ...Object.fromEntries(sites.map((site) => [site, origin])), pid: 1, token: 'test', smtpPort: 9 })
  const all = elsewhereConfig(scenario.elsewhere, addresses).map((source) => Source.parse(source))
  const found = all.find((source) => source.id === id)
  if (found === undefined) throw new TypeError(id)
  return found
}

const contact = Contact.parse({ id: 'desk', name: '值班席', role: 'duty-officer', departmentId: null })

/** Every visit of the play at the moment that the schedule gives it, and a look for blind sources after each. */
async function played(source: Source, from: Instant, until: Instant, clock: { at: Instant }): Promise<Notice[]> {
  const civil: Clock = { now: () => clock.at, elapsedMs: () => Date.parse(clock.at), speed: 1 }
  world = createCrawlWorld({ clock: civil })
  const told: Notice[] = []
  const blindSources = createBlindSources({
    crawl: world.crawl,
    notices: {
      request: async (notices) => {
        told.push(...notices)
        return notices.map(({ id }) => id)
      }
    },
    contacts: [contact],
    channels: { dashboard: { reach: () => ({ address: 'desk' }) } },
    to: { roles: ['duty-officer'], channels: ['dashboard'] },
    sourceName: () => source.name,
    clock: civil,
    logger: silentLogger,
    sha256,
    drill: true,
    requested: () => {}
  })
  clock.at = from
  const memory = new Map<string, string>()
  while (clock.at < until) {
    await world.visit(source, memory)
    await blindSources.look()
    clock.at = nextVisitAt(source, world.crawl.rows.get(source.id) ?? null, clock.at)
  }
  return told
}

/** As a store holds them: one of each id. */
const mentions = () => [...new Map(world.log.mentions().map((mention) => [mention.id, { mention }])).values()]
const failures = (expectations: readonly { held: boolean }[]) => expectations.filter(({ held }) => !held)

describe('in the morning', () => {
  const scenario = scenarioNamed('yungang-morning')
  const { elsewhere, startsAt, endsAt } = scenario
  const clock = { at: startsAt }
  const now = (): Instant => clock.at
  const seen = async (id: string, answer: (url: URL, body: string) => Page): Promise<Notice[]> =>
    played(sourceOf(scenario, id, await opened(answer)), startsAt, endsAt, clock)

  test('the board gives its threads and replies, goes blind behind its wall, is told within two intervals, and sees again', async () => {
    const { board } = elsewhereSources
    const told = await seen(board.id, boardSite(elsewhere.board, now))
    expect(failures(judgeBlindness(board, elsewhere.board.wall, told))).toEqual([])
    expect(failures(judgeTalk(board.name, mentions(), lengthsBy(elsewhere.board.talks, seenBy(endsAt, board))))).toEqual([])
  })

  test('贴吧 gives its threads and replies', async () => {
    const { tieba } = elsewhereSources
    const site = tiebaSite(elsewhere.tieba, now)
    await seen(tieba.id, (url, body) => site(url.pathname, body === '' ? url.searchParams : new URLSearchParams(body)))
    expect(failures(judgeTalk(tieba.name, mentions(), lengthsBy(elsewhere.tieba.talks, seenBy(endsAt, tieba))))).toEqual([])
  })

  test('the official account gives its articles with their texts', async () => {
    const { wechat } = elsewhereSources
    expect(await seen(wechat.id, wechatSite(elsewhere.wechat, now))).toEqual([])
    const wanted = elsewhere.wechat.articles.filter(({ at }) => at <= seenBy(endsAt, wechat)).length
    expect(judgeArticles(wechat.name, mentions(), wanted)).toMatchObject({ held: true })
  })

  test('the hot list gives a series of places', async () => {
    const { hotList } = elsewhereSources
    expect(await seen(hotList.id, hotListSite(elsewhere.hotList, now))).toEqual([])
    const series = [...Map.groupBy(world.log.mentions(), ({ id }) => id).values()].map((looks) => looks.map(({ rank }) => rank ?? null))
    expect(judgeRanks(hotList.name, series)).toMatchObject({ held: true })
  })
})

describe('the expectations fail', () => {
  const { elsewhere } = scenarioNamed('yungang-day')
  const { board, hotline } = elsewhereSources
  const { wall } = elsewhere.board
  const alert = (reason: string, at: Instant, body = '被对方拦下') => ({ reason, requestedAt: at, body })
  const inTime = [alert('source:blind', addMs(wall.from, 60 * minuteMs)), alert('source:recovered', addMs(wall.until, 60 * minuteMs))]

  test.each([
    ['nobody was told', []],
    ['it was told too late', [alert('source:blind', addMs(wall.from, 81 * minuteMs)), ...inTime.slice(1)]],
    ['it was told twice', [...inTime.slice(0, 1), ...inTime]],
    ['the class of the trouble is another', [alert('source:blind', addMs(wall.from, 60 * minuteMs), '网络故障'), ...inTime.slice(1)]],
    ['the alert does not end', inTime.slice(0, 1)],
    ['it ends while nothing can be seen', [...inTime.slice(0, 1), alert('source:recovered', addMs(wall.until, -minuteMs))]]
  ])('where %s', (_, told) => {
    expect(failures(judgeBlindness(board, wall, inTime))).toEqual([])
    expect(failures(judgeBlindness(board, wall, told))).not.toEqual([])
  })

  test('where a ticket is missing, is there twice, or none was sent twice', () => {
    const tickets = [
      { number: 'A1', again: 'same-request' as const },
      { number: 'A2', again: null }
    ]
    const called = ['A1', 'A2'].map((number) => ({ mention: mentionOf({ id: `hotline:${number}` as MentionId }) }))
    const pushed = { requests: 3, repeated: 1 }
    expect(judgeTickets(hotline, called, tickets, pushed).held).toBe(true)
    expect(judgeTickets(hotline, called.slice(1), tickets, pushed).held).toBe(false)
    expect(judgeTickets(hotline, [...called, ...called.slice(1)], tickets, pushed).held).toBe(false)
    expect(judgeTickets(hotline, called, tickets, { requests: 2, repeated: 0 }).held).toBe(false)
    expect(judgeTickets(hotline, called, tickets, null).held).toBe(false)
  })

  test('where an entry stays where it is', () => {
    expect(judgeRanks('热榜', [[1, 1, 1]]).held).toBe(false)
    expect(judgeRanks('热榜', [[3, 1, 2]]).held).toBe(false)
    expect(judgeRanks('热榜', [[3, 1, null]]).held).toBe(true)
  })
})
