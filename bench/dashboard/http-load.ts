import { fork } from 'node:child_process'
import { once } from 'node:events'
import { systemClock } from '../../adapters/clock.ts'
import type { MentionStore } from '../../core/ports.ts'
import type { Vocabulary } from '../made-posts.ts'
import { assessedPost } from '../search/posts.ts'
import { mixedQueries } from '../search/queries.ts'
import type { BenchDesk } from './desk.ts'
import type { HttpFigures, HttpTask } from './http-clients.ts'

const connections = 100
/** A person who reads asks for something else after a second, which is faster than anybody reads. */
const readsMs = 1000
/** Words that nobody asked for before: each of them every five seconds. */
const thinksMs = 5000
const manyNew = 6000
const writesPerSecond = 10
const warmUpSeconds = 8

export interface HttpLoad {
  readonly desk: BenchDesk
  readonly mentions: number
  readonly vocabulary: Vocabulary
  /** Where the pipeline stores what it observes meanwhile. */
  readonly writer: MentionStore
  readonly seconds: number
  /** Of the engine as a whole, before anything is measured: Java's compiler takes its time. */
  readonly warmUpSeconds: number
  readonly say: (words: string) => void
}

/**
 * What 100 connections are answered in, each kind of request by itself, while observations of mentions are stored beside. `closed`: each
 * asks again as soon as it was answered, so that the server is never idle. `paced`: each asks once a second, answered or not. Searches are
 * the same 200 again and again, and those of `searchNew` were never asked before, each connection's every five seconds.
 */
export async function measureHttp(load: HttpLoad): Promise<Readonly<Record<string, unknown>>> {
  const { desk, mentions, vocabulary, seconds, say } = load
  const asked = {
    list: ['/api/mentions?limit=50'],
    detail: Array.from({ length: 1000 }, (_, index) => `/api/mentions/post-${(index * 977) % mentions}`),
    search: searches(mixedQueries(vocabulary)),
    queue: ['/api/incidents?limit=50'],
    incident: desk.incidentIds.map((id) => `/api/incidents/${id}`)
  }
  const cookies: string[] = []
  for (let index = 0; index < connections; index++) cookies.push(await desk.signIn(['duty-officer'], `person-${index}`))
  const stop = observing(load)
  try {
    const all = Object.values(asked).flat()
    await clients({ cookies, urls: all.map((one) => `${desk.url}${one}`), seconds: load.warmUpSeconds, everyMs: null })
    const figures: Record<string, unknown> = {}
    for (const [name, paths] of Object.entries(asked)) {
      const task = { cookies, urls: paths.map((one) => `${desk.url}${one}`) }
      await clients({ ...task, seconds: warmUpSeconds, everyMs: null })
      const closed = await clients({ ...task, seconds, everyMs: null })
      const paced = await clients({ ...task, seconds, everyMs: readsMs })
      say(`${name}：不停地问 ${JSON.stringify(closed)}，每秒问一次 ${JSON.stringify(paced)}`)
      figures[name] = { closed, paced }
    }
    return { connections, writesPerSecond, ...figures, searchNew: await searchNew(load, cookies) }
  } finally {
    await stop()
  }
}

/** Each question is asked once, so that no answer is there beforehand. */
async function searchNew({ desk, vocabulary, seconds, say }: HttpLoad, cookies: readonly string[]): Promise<Readonly<Record<string, HttpFigures>>> {
  const urls = searches(mixedQueries(vocabulary, manyNew).slice(200)).map((one) => `${desk.url}${one}`)
  const paced = await clients({ cookies, seconds, everyMs: thinksMs, urls: urls.toReversed() })
  const closed = await clients({ cookies, seconds, everyMs: null, urls })
  say(`searchNew：不停地问 ${JSON.stringify(closed)}，每五秒问一次 ${JSON.stringify(paced)}`)
  return { closed, paced }
}

function searches(queries: readonly string[]): string[] {
  return queries.map((q) => `/api/mentions?limit=20&q=${encodeURIComponent(q)}`)
}

async function clients(task: HttpTask): Promise<HttpFigures> {
  const child = fork(new URL('http-clients.ts', import.meta.url))
  child.send(task)
  const [figures] = (await once(child, 'message')) as [HttpFigures]
  return figures
}

/** The counts of mentions that are there are observed again, as the crawlers do. */
function observing({ writer, vocabulary, mentions }: HttpLoad): () => Promise<void> {
  let index = 0
  let storing: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    const { mention, assessment } = assessedPost(vocabulary, (index * 7919) % mentions)
    const likes = index++
    const again = { ...mention, observedAt: systemClock.now(), engagement: { ...mention.engagement, likes } }
    storing = storing.then(() => writer.putMany([{ mention: again, assessment }]))
  }, 1000 / writesPerSecond)
  return async () => {
    clearInterval(timer)
    await storing
  }
}
