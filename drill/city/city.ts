import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { ClockScale } from '../../core/clock.ts'
import type { Instant } from '../../core/instant.ts'
import type { Scenario } from '../scenario.ts'
import { arrivalsFile, releasesFile, type CityAddresses } from './addresses.ts'
import { boardSite } from './board-site.ts'
import { forumSite } from './forum-feed.ts'
import { hotListSite } from './hot-list-site.ts'
import { metroPortal } from './metro-portal.ts'
import { newsPortal } from './news-portal.ts'
import { OutletSite, PublishRequest, releaseForm } from './outlet-site.ts'
import { notFound, type Page, type SiteHandler } from './page.ts'
import { ArrivalBook, mailSink, takeHook } from './sinks.ts'
import { tiebaSite } from './tieba-site.ts'
import { viewOf } from './view.ts'
import { wechatSite } from './wechat-site.ts'
import { weiboSite } from './weibo-site.ts'

export interface CityOptions {
  readonly scenario: Scenario
  readonly scale: ClockScale
  /** Folder of the drill, for what the sinks record and the outlet publishes. */
  readonly directory: string
  /** Signs webhooks and admits actors to the outlet: made for this drill, known to nobody else. */
  readonly secret: string
  readonly token: string
  /** Called at each request, so that the process knows that somebody is there. */
  readonly onRequest: () => void
  readonly onStop: () => void
}

export interface RunningCity {
  readonly addresses: CityAddresses
  close(): Promise<void>
}

type Answer = (url: URL, request: IncomingMessage) => Page | Promise<Page>

const maxBody = 1_000_000

/** Opens every site of the city on loopback ports of its own. */
export async function openCity(options: CityOptions): Promise<RunningCity> {
  const view = viewOf(options.scenario, options.scale, () => Date.now())
  const book = new ArrivalBook(path.join(options.directory, arrivalsFile))
  const outlet = new OutletSite(path.join(options.directory, releasesFile), () => view.now())
  const { elsewhere } = options.scenario
  const now = (): Instant => view.now()
  const tieba = tiebaSite(elsewhere.tieba, now)
  const servers: Server[] = []
  const serve = async (answer: Answer): Promise<string> => {
    const server = createServer((request, response) => void respond(answer, options.onRequest, request, response))
    servers.push(server)
    return `http://127.0.0.1:${await listen(server)}`
  }
  const site = (handler: SiteHandler): Promise<string> => serve((url) => (url.pathname === '/robots.txt' ? robots : handler(url)))
  const mail = mailSink(book)
  const smtpPort = await listen(mail.server as Server)
  const addresses: CityAddresses = {
    pid: process.pid,
    token: options.token,
    news: await site(newsPortal(view)),
    metro: await site(metroPortal(view)),
    forum: await site(forumSite(view)),
    weibo: await site(weiboSite(view)),
    board: await site(boardSite(elsewhere.board, now)),
    tieba: await serve(async (url, request) => {
      if (url.pathname === '/robots.txt') return robots
      return tieba(url.pathname, request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : url.searchParams)
    }),
    wechat: await site(wechatSite(elsewhere.wechat, now)),
    hotList: await site(hotListSite(elsewhere.hotList, now)),
    outlet: await serve((url, request) => outletAnswer(outlet, options.secret, url, request)),
    webhook: await serve(async (_url, request) => ({
      ...notFound,
      status: takeHook(book, options.secret, request.headers, await bodyOf(request)),
      body: ''
    })),
    smtpPort,
    control: await serve((url, request) => control(options, book, url, request))
  }
  return {
    addresses,
    async close() {
      await Promise.all([
        ...servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve())
              server.closeAllConnections()
            })
        ),
        new Promise<void>((resolve) => mail.close(() => resolve()))
      ])
    }
  }
}

const forbidden: Page = { ...notFound, status: 403, body: '只有演练中的角色可以发布' }
const robots: Page = { status: 200, contentType: 'text/plain', body: 'User-agent: *\nAllow: /\n' }

/** Anybody reads; who has the drill's key publishes: actors as JSON, a person with the form. */
async function outletAnswer(outlet: OutletSite, secret: string, url: URL, request: IncomingMessage): Promise<Page> {
  if (url.pathname !== '/publish') return url.pathname === '/robots.txt' ? robots : outlet.read(url)
  if (request.method !== 'POST') return url.searchParams.get('key') === secret ? releaseForm(secret) : forbidden
  const body = await bodyOf(request)
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true ? new URLSearchParams(body) : null
  if ((form?.get('key') ?? request.headers['x-drill-secret']) !== secret) return forbidden
  const asked = PublishRequest.safeParse(
    form === null ? JSON.parse(body) : { id: `${form.get('title')}\n${form.get('body')}`, title: form.get('title'), body: form.get('body') }
  )
  if (!asked.success) return { ...notFound, status: 400, body: asked.error.message }
  const path = outlet.publish(asked.data)
  if (form !== null) return { status: 303, contentType: 'text/plain', body: '', location: path }
  return { status: 201, contentType: 'application/json', body: JSON.stringify({ path }) }
}

function control(options: CityOptions, book: ArrivalBook, url: URL, request: IncomingMessage): Page {
  const json = (value: unknown): Page => ({ status: 200, contentType: 'application/json', body: JSON.stringify(value) })
  if (url.pathname === '/recorded') return json(book.counts())
  if (url.pathname === '/alive') return json({ token: options.token, scenario: options.scenario.name })
  if (url.pathname === '/stop' && request.method === 'POST' && request.headers['x-drill-secret'] === options.secret) {
    setImmediate(options.onStop)
    return json({ stopping: true })
  }
  return notFound
}

async function respond(answer: Answer, onRequest: () => void, request: IncomingMessage, response: ServerResponse): Promise<void> {
  onRequest()
  let page: Page
  try {
    page = await answer(new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`), request)
  } catch (error) {
    page = { status: 500, contentType: 'text/plain; charset=utf-8', body: error instanceof Error ? error.message : String(error) }
  }
  response
    .writeHead(page.status, { 'content-type': page.contentType, ...(page.location === undefined ? {} : { location: page.location }) })
    .end(page.status === 204 ? undefined : page.body)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBody) throw new RangeError('the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function listen(server: Pick<Server, 'listen' | 'once' | 'address'>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
