import { asked, createClient } from './client.ts'
import type { ElasticsearchOptions } from './options.ts'

export interface ClockSkew {
  readonly node: string
  /** How far the server's clock is ahead of this machine's. */
  readonly aheadMs: number
  /** What the answer's way leaves uncertain, either way. */
  readonly uncertainMs: number
}

/** How the clocks of the servers differ from this machine's. @throws UnreachableError, AccessRefusedError */
export async function readClockSkews(options: ElasticsearchOptions): Promise<readonly ClockSkew[]> {
  const client = createClient(options)
  try {
    const ask = () => client.nodes.stats({ metric: 'process', filter_path: ['nodes.*.name', 'nodes.*.process.timestamp'] }, { requestTimeout: 5_000 })
    // The first request also connects.
    await asked('查看节点时间', ask)
    const sentMs = Date.now()
    const { nodes } = await asked('查看节点时间', ask)
    const uncertainMs = (Date.now() - sentMs) / 2
    return Object.entries(nodes).flatMap(([id, { name = id, process }]) =>
      process?.timestamp === undefined ? [] : [{ node: name, aheadMs: Math.round(process.timestamp - sentMs - uncertainMs), uncertainMs }]
    )
  } finally {
    await client.close()
  }
}
