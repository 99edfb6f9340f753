/** So many connections that each ask again as soon as they are answered, in a process of their own. */
import { Agent, request } from 'undici'

export interface HttpTask {
  readonly cookie: string
  readonly connections: number
  readonly seconds: number
  /** Asked in turn. */
  readonly urls: readonly string[]
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

async function ask({ cookie, connections, seconds, urls }: HttpTask): Promise<HttpFigures> {
  const agent = new Agent({ connections, pipelining: 1 })
  const [times, until] = [[] as number[], performance.now() + seconds * 1000]
  let [next, failed] = [0, 0]
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const url = urls[next++ % urls.length] ?? ''
        const from = performance.now()
        const { statusCode, body } = await request(url, { dispatcher: agent, headers: { cookie } })
        await body.arrayBuffer()
        times.push(performance.now() - from)
        if (statusCode !== 200) failed += 1
      }
    })
  )
  await agent.close()
  times.sort((a, b) => a - b)
  const at = (share: number): number => Math.round((times[Math.ceil(share * times.length) - 1] ?? 0) * 10) / 10
  return { requests: times.length, failed, perSecond: Math.round(times.length / seconds), p50Ms: at(0.5), p99Ms: at(0.99) }
}
