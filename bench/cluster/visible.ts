import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { systemClock } from '../../adapters/clock.ts'
import { sha256 } from '../../adapters/hash.ts'
import type { Mention } from '../../core/mention.ts'
import type { Account, Accounts } from '../../core/ports.ts'
import { LiveMessage, paths } from '../../dashboard-api/contract.ts'
import { signInLink } from '../../drill/people.ts'
import { incidentIdOf } from '../../pipeline/grouping/incident-id.ts'
import type { BenchDesk } from './desk.ts'
import { createPosts } from './posts.ts'
import { residentMb } from './process-figures.ts'
import { RoleProcess } from './role-process.ts'
import { createSeriousPosts } from './serious-posts.ts'

const aSecond = 100
const seriousEvery = 50
const tickMs = 100
const patienceMs = 30_000
const roles = ['crawl', 'pipeline', 'alerting', 'dashboard'] as const

export interface Visible {
  readonly p50: number
  readonly p99: number
  readonly n: number
  /** Serious posts of whose own incident no page heard in time: also those that the grouper joined to another, which says nothing of speed. */
  readonly unseen: number
  readonly rssMb: Readonly<Record<string, number>>
}

/**
 * A hundred posts a second, one of fifty serious enough to open an incident of its own (two a second, more than any city has), each role a process: how long until a page at the dashboard hears of
 * the incident, over its websocket, after the log took the post.
 */
export async function measureVisible(desk: BenchDesk, seconds: number, say: (words: string) => void): Promise<Visible> {
  await using opened = new AsyncDisposableStack()
  const stores = await desk.open()
  opened.defer(() => stores.close())
  const processes = new Map<string, RoleProcess>()
  for (const role of roles) {
    const started = await RoleProcess.start(role, desk)
    opened.defer(() => started.stop())
    processes.set(role, started)
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(processes.get('dashboard')?.said ?? '')?.[0] ?? ''
  const heard = new Map<string, number>()
  const page = await livePage(stores.accounts, url, heard)
  opened.defer(async () => page.terminate())
  const produced = new Map<string, number>()
  const postOf = createPosts(`visible-${desk.options.kafka.prefix}`)
  const serious = createSeriousPosts(desk.options.kafka.prefix)
  const from = performance.now()
  for (let index = 0; performance.now() - from < seconds * 1000;) {
    const due = Math.floor(((performance.now() - from) * aSecond) / 1000)
    const posts: Mention[] = []
    for (; index < due; index++) posts.push(index % seriousEvery === 0 ? serious(index / seriousEvery) : postOf(index))
    const at = performance.now()
    for (const { id } of posts) if (id.startsWith('serious-')) produced.set(incidentIdOf(sha256, id), at)
    await stores.log.append(
      'mentions',
      posts.map((one) => ({ key: one.id, value: JSON.stringify(one) }))
    )
    await pause(tickMs)
  }
  for (const until = performance.now() + patienceMs; performance.now() < until && [...produced.keys()].some((id) => !heard.has(id));)
    await pause(tickMs)
  const taken = [...produced].flatMap(([id, at]) => (heard.has(id) ? [(heard.get(id) ?? 0) - at] : [])).sort((a, b) => a - b)
  const unseen = produced.size - taken.length
  say(`${taken.length} 个新事件出现在页面上，${unseen} 个没有`)
  const rank = (share: number): number => Math.round(taken[Math.max(0, Math.ceil(share * taken.length) - 1)] ?? Number.NaN)
  const rssMb = Object.fromEntries([...processes].map(([role, { pid }]) => [role, residentMb(pid)]))
  return { p50: rank(0.5), p99: rank(0.99), n: taken.length, unseen, rssMb }
}

const officer: Account = {
  id: 'bench-officer',
  login: 'bench-officer',
  name: '值班员',
  roles: ['duty-officer'],
  departmentId: null,
  passwordHash: null,
  disabled: false
}

/** A signed-in page that notes when it first heard of each incident. */
async function livePage(accounts: Accounts, url: string, heard: Map<string, number>): Promise<WebSocket> {
  await accounts.put(officer)
  const { hash } = new URL(await signInLink(accounts, systemClock, url, officer))
  const answer = await fetch(new URL(paths.signInLink, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token: new URLSearchParams(hash.slice(1)).get('token') })
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  const socket = new WebSocket(`${url.replace('http', 'ws')}${paths.live}`, { headers: { cookie, origin: url } })
  const hello = Promise.withResolvers<void>()
  socket.on('error', hello.reject)
  socket.on('message', (data: Buffer) => {
    const message = LiveMessage.parse(JSON.parse(data.toString('utf8')))
    if (message.type === 'hello') hello.resolve()
    if (message.type === 'incident' && !heard.has(message.row.id)) heard.set(message.row.id, performance.now())
  })
  await hello.promise
  return socket
}
