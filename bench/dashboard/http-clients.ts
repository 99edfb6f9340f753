/** So many connections, each with one request at a time, in a process of their own. */
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, request } from 'undici'

export interface HttpTask {
  /** One a connection: as many people. */
  readonly cookies: readonly string[]
  readonly seconds: number
  /** Asked in turn. */
  readonly urls: readonly string[]
  /** Each connection asks at this beat; null: again as soon as it is answered. */
  readonly everyMs: number | null
}

export interface HttpFigures {
  readonly requests: number
  readonly failed: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

process.on('message', (task: HttpTask) => {
  void ask(task).then((figures) => process.send?.(figures, () => process.exit(0)))
})

async function ask(task: HttpTask): Promise<HttpFigures> {
  const { cookies, seconds, everyMs } = task
  const connections = cookies.length
  const agent = new Agent({ connections, pipelining: 1 })
  const ask = asking(task, agent)
  const times: number[] = []
  let failed = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      // What should have been asked while it waited for an answer counts from the moment at which it should have been.
      let due = begun + (everyMs === null ? 0 : (index * everyMs) / connections)
      while (due < begun + seconds * 1000) {
        if (everyMs !== null) await wait(Math.max(0, due - performance.now()))
        if (!(await ask(cookies[index] ?? ''))) failed += 1
        times.push(performance.now() - due)
        due = everyMs === null ? performance.now() : due + everyMs
      }
    })
  )
  const took = performance.now() - begun
  await agent.close()
  times.sort((a, b) => a - b)
  const at = (share: number): number => Math.round((times[Math.ceil(share * times.length) - 1] ?? 0) * 10) / 10
  return { requests: times.length, failed, perSecond: Math.round((times.length * 1000) / took), p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** Whether it was answered as asked. */
function asking({ urls }: HttpTask, dispatcher: Agent): (cookie: string) => Promise<boolean> {
  let next = 0
  return async (cookie) => {
    const { statusCode, body } = await request(urls[next++ % urls.length] ?? '', { dispatcher, headers: { cookie } })
    for await (const _ of body);
    return statusCode === 200
  }
}
