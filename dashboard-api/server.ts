import type { FastifyInstance } from 'fastify'
import type { Running } from '../core/ports.ts'
import { AlreadyRunningError } from '../core/errors.ts'

export interface ListenOptions {
  readonly app: FastifyInstance
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

/** Listens until it is closed. @throws AlreadyRunningError when the port is taken */
export async function startDashboard({ app, host, port }: ListenOptions): Promise<Running & { readonly url: string }> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new AlreadyRunningError(`端口 ${port} 已被占用，可用 --port 换一个`, { cause: error, metadata: { host, port } })
    }
    throw error
  }
  const address = app.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return { url: `http://${reachable(host)}:${bound}`, close: () => app.close() }
}

/** An address that a browser on this machine can open. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
