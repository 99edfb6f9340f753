import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createBlindSources } from '../../../alerting/blind-sources.ts'
import { sha256 } from '../../../adapters/hash.ts'
import type { Clock } from '../../../core/clock.ts'
import { Contact } from '../../../core/department.ts'
import type { Instant } from '../../../core/instant.ts'
import type { Notice } from '../../../core/notice.ts'
import { Source } from '../../../core/source.ts'
import { nextVisitAt } from '../../../crawlers/schedule.ts'
import { boardSite } from '../../../drill/city/board-site.ts'
import type { Page } from '../../../drill/city/page.ts'
import { elsewhereConfig } from '../../../drill/elsewhere-config.ts'
import { elsewhereSources, postsBy } from '../../../drill/elsewhere.ts'
import { judgeBlindness, judgeTalk } from '../../../drill/elsewhere-expectations.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'
import { silentLogger } from '../../support/crawlers-memory-log.ts'
import { createCrawlWorld, type CrawlWorld } from '../../support/crawlers-world.ts'

let server: Server
let world: CrawlWorld
afterEach(async () => {
  await world.close()
  server.closeAllConnections()
  server.close()
})

/** A site of the city on a port of its own. */
async function opened(answer: (url: URL, body: string) => Page): Promise<string> {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
      const page = answer(url, Buffer.concat(chunks).toString('utf8'))
      response.writeHead(page.status, { 'content-type': page.contentType }).end(page.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function sourceOf(id: string, origin: string): Source {
  const nowhere = 'http://127.0.0.1:9'
  const addresses = { news: nowhere, metro: nowhere, forum: nowhere, weibo: nowhere, outlet: nowhere, webhook: nowhere, control: nowhere }
  const all = elsewhereConfig({ ...addresses, pid: 1, token: 'test', smtpPort: 9, board: origin }).map((source) => Source.parse(source))
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

describe.each(['yungang-day', 'yungang-morning'])('in %s', (name) => {
  const { elsewhere, startsAt, endsAt } = scenarioNamed(name)

  test('the board gives its threads and replies, goes blind behind its wall, is told within two intervals, and sees again', async () => {
    const clock = { at: startsAt }
    const source = sourceOf('board', await opened((url) => boardSite(elsewhere.board, () => clock.at)(url)))
    const told = await played(source, startsAt, endsAt, clock)
    const lengths = elsewhere.board.talks.map((talk) => postsBy(talk, endsAt).length).filter((posts) => posts > 0)
    expect(failures(judgeBlindness(elsewhereSources.board, elsewhere.board.wall, told))).toEqual([])
    expect(failures(judgeTalk(source.name, mentions(), lengths))).toEqual([])
  })
})
