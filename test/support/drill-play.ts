import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Clock } from '../../core/clock.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { addMs, minuteMs, type Instant } from '../../core/instant.ts'
import type { CityAddresses } from '../../drill/city/addresses.ts'
import { OutletSite, PublishRequest } from '../../drill/city/outlet-site.ts'
import { DeskClient } from '../../drill/desk-client.ts'
import { seatPeople, signInLink } from '../../drill/people.ts'
import { performAct, type ActStage } from '../../drill/perform-act.ts'
import { recogniser } from '../../drill/recognise.ts'
import { players, type Player, type Scenario, type ScenarioItem, type ScriptedAct } from '../../drill/scenario.ts'
import { writeConfig } from '../../drill/write-config.ts'
import { loadProductConfig, startSystem, type System } from '../../system.ts'
import { publishTo, silent } from './running-system.ts'

/** A clock that stands where the play has come to; timeouts go by real time. */
class PlayClock implements Clock {
  readonly speed = 1
  at: Instant

  constructor(at: Instant) {
    this.at = at
  }

  now(): Instant {
    return this.at
  }

  elapsedMs(): number {
    return Date.now()
  }
}

/**
 * A drill without its crawlers, its sinks and its hurry: what the sites say of some incidents goes straight into the log, and every act of
 * the script is done on the real API once the clock, which jumps, stands at its moment. It is done again each time, which must change nothing.
 */
export class DrillPlay {
  readonly system: System
  readonly people: ReadonlyMap<Player, DeskClient>
  readonly #scenario: Scenario
  readonly #clock: PlayClock
  readonly #city: { readonly addresses: CityAddresses; readonly secret: string }
  readonly #close: () => Promise<void>

  private constructor(parts: {
    system: System
    people: ReadonlyMap<Player, DeskClient>
    scenario: Scenario
    clock: PlayClock
    city: { readonly addresses: CityAddresses; readonly secret: string }
    close: () => Promise<void>
  }) {
    this.system = parts.system
    this.people = parts.people
    this.#scenario = parts.scenario
    this.#clock = parts.clock
    this.#city = parts.city
    this.#close = parts.close
  }

  static async open(scenario: Scenario): Promise<DrillPlay> {
    const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-play-'))
    const clock = new PlayClock(scenario.startsAt)
    const outlet = await openOutlet(path.join(directory, 'releases.jsonl'), clock)
    const city = { addresses: addressesWith(outlet.origin), secret: 'play', reused: false }
    const configDirectory = writeConfig(directory, city, scenario, { intervalMinutes: 10, weiboPages: 1 })
    const system = await startSystem({
      config: await loadProductConfig(configDirectory),
      engine: 'embedded',
      directory,
      waiting: () => {},
      clock,
      drill: true,
      roles: ['pipeline', 'dashboard'],
      host: '127.0.0.1',
      port: 0,
      logger: silent
    })
    const people = await signInAll(system, clock)
    const close = async (): Promise<void> => {
      await system.close()
      await outlet.close()
      await rm(directory, { recursive: true, force: true })
    }
    return new DrillPlay({ system, people, scenario, clock, city, close })
  }

  /** Everything in the order of its moment: what is said of these incidents, and what people do about them. */
  async play(incidents: readonly string[]): Promise<void> {
    const { items, acts } = this.#scenario
    const said = items.filter(({ incident }) => incident !== null && incidents.includes(incident))
    const done = acts.filter(({ incident }) => incidents.includes(incident))
    const all: (ScenarioItem | ScriptedAct)[] = [...said, ...done]
    const stage: ActStage = { recognise: recogniser(this.#scenario), city: this.#city, people: this.people }
    let waits = false
    for (const one of all.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
      if (one.at > this.#clock.at) this.#clock.at = one.at
      if ('site' in one) {
        await publishTo(this.system.stores, lineOf(one), this.#clock)
        waits = true
        continue
      }
      if (waits) await this.system.drained()
      waits = false
      // A second later: what was just recorded lies before it.
      this.#clock.at = addMs(this.#clock.at, 1000)
      // Twice, as whoever was killed before the answer to the first try came.
      for (const time of ['first', 'second']) if (!(await performAct(stage, one))) throw new Error(`${one.id} was not done the ${time} time`)
    }
    this.#clock.at = addMs(this.#clock.at, minuteMs)
  }

  now(): Instant {
    return this.#clock.at
  }

  async documents(): Promise<readonly IncidentDocument[]> {
    return this.system.stores.incidents.list({ limit: 1000 })
  }

  async close(): Promise<void> {
    await this.#close()
  }
}

function lineOf({ number, site, title, text, author, at }: ScenarioItem): Record<string, unknown> {
  const names = { news: '云港新闻网', metro: '海东都市网', forum: '云港市民论坛', weibo: '微博' } as const
  const kinds = { news: 'portal', metro: 'portal', forum: 'forum', weibo: 'weibo' } as const
  return {
    id: `play-${number}`,
    sourceKind: kinds[site],
    source: names[site],
    url: `http://${site}.example.invalid/${number}.html`,
    title,
    text,
    author,
    publishedAt: at,
    engagement: { views: null, likes: null, comments: null, reposts: null }
  }
}

function addressesWith(outlet: string): CityAddresses {
  const nowhere = 'http://127.0.0.1:9'
  return {
    pid: 1,
    token: 'play',
    news: nowhere,
    metro: nowhere,
    forum: nowhere,
    weibo: nowhere,
    board: nowhere,
    tieba: nowhere,
    wechat: nowhere,
    hotList: nowhere,
    outlet,
    webhook: nowhere,
    smtpPort: 9,
    control: nowhere
  }
}

/** The city's own outlet, as city.ts serves it. */
async function openOutlet(file: string, clock: Clock): Promise<{ origin: string; close(): Promise<void> }> {
  const site = new OutletSite(file, () => clock.now())
  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      const { status, contentType, body } = site.read(new URL(request.url ?? '/', 'http://outlet'))
      return void response.writeHead(status, { 'content-type': contentType }).end(body)
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = site.publish(PublishRequest.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ path }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

async function signInAll({ url, stores }: System, clock: Clock): Promise<ReadonlyMap<Player, DeskClient>> {
  if (url === null) throw new Error('the desk is not up')
  const seats = await seatPeople(stores.accounts)
  const people = new Map<Player, DeskClient>()
  for (const role of players) {
    const account = seats.find(({ roles }) => roles.includes(role))
    if (account !== undefined) people.set(role, await DeskClient.signIn(await signInLink(stores.accounts, clock, url, account)))
  }
  return people
}
