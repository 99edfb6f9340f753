import { setTimeout as pause } from 'node:timers/promises'
import { roleWords } from '../core/actor.ts'
import { addMs, minuteMs } from '../core/instant.ts'
import type { Account, Logger, NoticeCounts } from '../core/ports.ts'
import type { EngineName } from '../engine.ts'
import { startActors } from './actors.ts'
import { carriedExpectations } from './carried.ts'
import { DeskClient } from './desk-client.ts'
import { openDrillSystem, type DrillSystem } from './drill-system.ts'
import { elsewhereExpectations } from './elsewhere-expectations.ts'
import { startHotline, type Hotline, type Pushed } from './hotline-system.ts'
import { judge, type Expectation } from './expectations.ts'
import { foundIncidents, summarise, type DrillSummary } from './outcome.ts'
import { seatPeople, signInLink } from './people.ts'
import { players, speedFor, type Player, type Scenario } from './scenario.ts'
import { setStage, type Stage } from './stage.ts'
import { recordedBy, stopCity } from './start-city.ts'
import type { Watch } from './write-config.ts'

export interface PlayOptions {
  readonly scenario: Scenario
  /** Folder of this drill alone. */
  readonly directory: string
  /** Civil milliseconds a real one; null: what the play needs. */
  readonly speed: number | null
  readonly port: number
  /** Address to listen on; this machine alone when not given. */
  readonly host?: string
  readonly engine: EngineName
  /** What an earlier play left running in the folder is ended, not gone on with. */
  readonly fresh?: boolean
  readonly logger: Logger
  /** Tells the person at the console. */
  readonly say: (line: string) => void
}

/* The whole of `--once` is to end within 150 s on two cores: the day takes 100, starting and draining the rest. */
const dayMs = 100_000
const onceWatch: Watch = { intervalMinutes: 10, weiboPages: 5 }
const warmUpMs = 3_000
/** Nobody waits at the console: the clock of a drill from the desk begins once people can see it. */
const freshWarmUpMs = 10_000
const liveSpeed = 10
const liveWatch: Watch = { intervalMinutes: 1, weiboPages: 5 }
const settleMs = 15_000

/** Who follows a play from outside of it, and may end it. */
export interface Attendant {
  readonly stopped: Promise<void>
  /** Everything runs. */
  up(stage: Stage, system: DrillSystem): void | Promise<void>
  /** It is over, and everything runs still. `summary`: what came of the script; null where people played, or it was stopped. */
  over(stage: Stage, system: DrillSystem, summary: DrillSummary | null): Promise<void>
}

const nobody: Attendant = { stopped: new Promise(() => {}), up: () => {}, over: () => Promise.resolve() }

/** Plays the scenario to its end with its scripted people, and holds what came of it against the truth. */
export async function playOnce(options: PlayOptions): Promise<DrillSummary> {
  const summary = await playThrough(options, nobody)
  if (summary === null) throw new TypeError('a play that nobody attends was stopped')
  return summary
}

/** As `playOnce`; null: it was stopped before its end, and nothing is judged. */
export async function playThrough(options: PlayOptions, attendant: Attendant): Promise<DrillSummary | null> {
  const { scenario, directory, logger } = options
  const speed = options.speed ?? speedFor(scenario, dayMs)
  const stage = await setStage({ ...options, speed, from: scenario.startsAt, watch: onceWatch, warmUpMs })
  try {
    const system = await openDrillSystem(stage, options)
    try {
      options.say(`演练${stage.resumed ? '继续' : '开始'}：${scenario.city}，${stage.scale.speed} 倍速，工作台 ${system.url ?? '未启动'}`)
      const links = await linksOf(system, stage)
      const people = await signInAll(links)
      const actors = startActors({ directory, scenario, city: stage.city, people, clock: stage.clock, logger })
      const hotline = await hotlineOf(system, stage, options)
      await attendant.up(stage, system)
      const isStopped = attendant.stopped.then(() => true)
      let stopped = false
      try {
        stopped = await Promise.race([untilEnd(stage, scenario).then(() => false), isStopped, system.failed])
        if (!stopped) await settled(() => actors.waiting().length === 0 && (hotline?.waiting() ?? 0) === 0)
      } finally {
        await actors.close()
        await hotline?.close()
      }
      if (stopped) {
        await attendant.over(stage, system, null)
        return null
      }
      const drained = await Promise.race([untilDrained(system.stores), system.failed])
      const summary = await conclude(options, stage, system, {
        undone: actors.waiting(),
        drained,
        leader: people.get('leader'),
        pushed: hotline?.pushed() ?? null
      })
      await attendant.over(stage, system, summary)
      return summary
    } finally {
      await system.close()
    }
  } finally {
    await stopCity(directory)
  }
}

/**
 * For a person: the clock begins when the first major report is about to appear, what was said before is there already, and
 * nobody acts but the people who sign in. Runs until `stopped`.
 */
export async function playLive(options: PlayOptions, stopped: Promise<void>): Promise<void> {
  const { scenario, say } = options
  await playAttended(options, {
    ...nobody,
    stopped,
    async up(stage, system) {
      say(`演练：${scenario.city}，${stage.scale.speed} 倍速。以下登录链接每个只能用一次，仅限本次演练：`)
      for (const { account, link } of await linksOf(system, stage)) say(`  ${account.roles.map((role) => roleWords[role]).join('、')}  ${link}`)
      say(`在本单位网站上发布信息：${stage.city.addresses.outlet}/publish?key=${stage.city.secret}\n按 Ctrl-C 结束。`)
    }
  })
}

/** With people, until it is stopped. */
export async function playAttended(options: PlayOptions, attendant: Attendant): Promise<void> {
  const { scenario, directory } = options
  const speed = options.speed ?? liveSpeed
  const stage = await setStage({ ...options, speed, from: scenario.liveFrom, watch: liveWatch, warmUpMs: options.fresh === true ? freshWarmUpMs : 0 })
  try {
    const system = await openDrillSystem(stage, options)
    try {
      await attendant.up(stage, system)
      const hotline = await hotlineOf(system, stage, options)
      try {
        await Promise.race([attendant.stopped, system.failed])
      } finally {
        await hotline?.close()
      }
      await attendant.over(stage, system, null)
    } finally {
      await system.close()
    }
  } finally {
    await stopCity(directory)
  }
}

async function hotlineOf({ url, stores }: DrillSystem, { clock }: Stage, { scenario, logger }: PlayOptions): Promise<Hotline | null> {
  return url === null ? null : startHotline({ url, stores, tickets: scenario.elsewhere.tickets, clock, logger })
}

interface Seat {
  readonly account: Account
  readonly link: string
}

async function linksOf(system: DrillSystem, { clock }: Stage): Promise<Seat[]> {
  const { url, stores } = system
  if (url === null) return []
  const people = await seatPeople(stores.accounts)
  return Promise.all(people.map(async (account) => ({ account, link: await signInLink(stores.accounts, clock, url, account) })))
}

async function signInAll(seats: readonly Seat[]): Promise<ReadonlyMap<Player, DeskClient>> {
  const people = new Map<Player, DeskClient>()
  for (const by of players) {
    const seat = seats.find(({ account }) => account.roles.includes(by))
    if (seat !== undefined) people.set(by, await DeskClient.signIn(seat.link))
  }
  return people
}

/** The end of the play, and two visits more, so that the last item was seen. */
async function untilEnd({ clock }: Stage, { endsAt }: Scenario): Promise<void> {
  const until = addMs(endsAt, 2 * onceWatch.intervalMinutes * minuteMs)
  while (clock.now() < until) await pause(100)
}

/** The sources never rest, so only what came in is waited for: every record assessed, grouped and told, every notice sent. False after too long. */
async function untilDrained({ log, notices }: DrillSystem['stores']): Promise<boolean> {
  const deadline = performance.now() + settleMs
  for (let still = 0; still < 2;) {
    if (performance.now() > deadline) return false
    const waiting = await Promise.all([log.lag('mentions', 'assess'), log.lag('assessed', 'group'), log.lag('incidents', 'alerting')])
    const { requested, accepted, dead } = await notices.counts()
    still = waiting.every((records) => records === 0) && requested === accepted + dead ? still + 1 : 0
    await pause(50)
  }
  return true
}

/** A notice that stepped up a moment ago is on its way yet. */
async function handedOver({ notices }: DrillSystem['stores']): Promise<NoticeCounts> {
  const deadline = performance.now() + settleMs
  for (;;) {
    const counts = await notices.counts()
    if (counts.requested === counts.accepted + counts.dead || performance.now() > deadline) return counts
    await pause(50)
  }
}

async function settled(done: () => boolean): Promise<void> {
  const deadline = performance.now() + settleMs
  while (!done() && performance.now() < deadline) await pause(100)
}

async function conclude(
  { scenario }: PlayOptions,
  { clock, scale, city }: Stage,
  { stores }: DrillSystem,
  end: { readonly undone: readonly string[]; readonly drained: boolean; readonly leader: DeskClient | undefined; readonly pushed: Pushed | null }
): Promise<DrillSummary> {
  const found = await foundIncidents(stores, clock.now())
  const judgement = judge(scenario, found)
  const play = { scenario: scenario.name, speed: scale.speed }
  const summary = await summarise(stores, play, found, judgement)
  const recorded = await recordedBy(city.addresses)
  const counts = await handedOver(stores)
  const carried = await carriedExpectations(scenario.carried, judgement.standsFor, stores, end.leader)
  const elsewhere = await elsewhereExpectations(scenario, stores, end.pushed)
  const more: Expectation[] = [
    ...elsewhere.expectations,
    ...carried.expectations,
    { name: '剧本中的人都做完了自己的事', held: end.undone.length === 0, detail: end.undone.join('、') || '无' },
    { name: '收到的全部处理完', held: end.drained, detail: end.drained ? '是' : `${settleMs / 1000} 秒后仍有积压` },
    {
      name: '通知全部由渠道收下',
      held: counts.requested > 0 && counts.accepted === counts.requested,
      detail: `请求 ${counts.requested}，渠道收下 ${counts.accepted}，证实送到 ${counts.delivered}，失败 ${counts.dead}`
    },
    {
      name: '邮件与推送确有到达，签名相符',
      held: recorded.mails > 0 && recorded.hooks > 0 && recorded.invalidSignatures === 0,
      detail: JSON.stringify(recorded)
    }
  ]
  return { ...summary, papers: carried.papers, elsewhere: elsewhere.found, expectations: [...judgement.expectations, ...more] }
}
