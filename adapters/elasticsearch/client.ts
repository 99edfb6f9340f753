import { Client } from '@elastic/elasticsearch'
import type { ElasticsearchOptions } from './options.ts'
import { fromElasticsearch } from './errors.ts'
import { FreshPool } from './fresh-pool.ts'

/** A request that hangs, as on a half-open connection, is given up after this. */
const requestTimeoutMs = 15_000
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

/** Runs a request; its errors come out as our own kinds, named after what was being done. */
export async function asked<T>(doing: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    throw fromElasticsearch(error, doing)
  }
}
