import { Client } from '@elastic/elasticsearch'
import { setTimeout as pause } from 'node:timers/promises'
import type { ElasticsearchOptions } from './options.ts'
import { fromElasticsearch, isShardMissing } from './errors.ts'
import { FreshPool } from './fresh-pool.ts'

/** A request that hangs, as on a half-open connection, is given up after this. */
const requestTimeoutMs = 15_000
const shardWithinMs = 5_000
const shardEveryMs = 100
/** A connection that waits unused is kept for so long, as the client itself does. */
const keptMs = 600_000

/** The client without retries of its own: what is tried again, and when, is decided where the meaning is known. */
export function createClient({ nodes, auth, ca }: Pick<ElasticsearchOptions, 'nodes' | 'auth' | 'ca'>): Client {
  return new Client({
    nodes: [...nodes],
    requestTimeout: requestTimeoutMs,
    maxRetries: nodes.length > 1 ? nodes.length - 1 : 0,
    compression: false,
    agent: ({ url }: { url: URL }) => new FreshPool(url.origin, poolOptions(ca)),
    ...(auth === null ? {} : { auth })
  })
}

function poolOptions(ca: string | null): ConstructorParameters<typeof FreshPool>[1] {
  return {
    connections: 256,
    pipelining: 1,
    keepAliveTimeout: keptMs,
    keepAliveMaxTimeout: keptMs,
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    ...(ca === null ? {} : { connect: { ca } })
  }
}

/**
 * Runs a request; its errors come out as our own kinds, named after what was being done. A read that finds no shard, as in the
 * moment in which an index is made or a server has just started, is asked again for a few seconds.
 */
export async function asked<T>(doing: string, request: () => Promise<T>): Promise<T> {
  const begunAt = performance.now()
  for (;;) {
    try {
      return await request()
    } catch (error) {
      if (!isShardMissing(error) || performance.now() - begunAt > shardWithinMs) throw fromElasticsearch(error, doing)
      await pause(shardEveryMs)
    }
  }
}
