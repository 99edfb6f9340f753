import { Client } from '@elastic/elasticsearch'
import type { ElasticsearchOptions } from './options.ts'
import { fromElasticsearch } from './errors.ts'

/** A request that hangs, as on a half-open connection, is given up after this. */
const requestTimeoutMs = 15_000

/** The client without retries of its own: what is tried again, and when, is decided where the meaning is known. */
export function createClient({ nodes, auth, ca }: Pick<ElasticsearchOptions, 'nodes' | 'auth' | 'ca'>): Client {
  return new Client({
    nodes: [...nodes],
    requestTimeout: requestTimeoutMs,
    maxRetries: nodes.length > 1 ? nodes.length - 1 : 0,
    compression: false,
    ...(auth === null ? {} : { auth }),
    ...(ca === null ? {} : { tls: { ca } })
  })
}

/** Runs a request; its errors come out as our own kinds, named after what was being done. */
export async function asked<T>(doing: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    throw fromElasticsearch(error, doing)
  }
}
