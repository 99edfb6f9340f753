import type { FastifyInstance } from 'fastify'
import type { Running } from '../core/ports.ts'
import { AlreadyRunningError, InvalidInputError } from '../core/errors.ts'

export interface ListenOptions {
  readonly app: FastifyInstance
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

/** Listens until it is closed; an app that cannot is closed. @throws AlreadyRunningError when the port is taken, InvalidInputError for a host that is not ours */
export async function startDashboard({ app, host, port }: ListenOptions): Promise<Running & { readonly url: string }> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    // Its timers would keep the process alive.
    await app.close()
    throw refusal(error, host, port)
  }
  const address = app.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return { url: `http://${reachable(host)}:${bound}`, close: () => app.close() }
}

function refusal(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  const about = { cause: error, metadata: { host, port } }
  if (code === 'EADDRINUSE') return new AlreadyRunningError(`端口 ${port} 已被占用，可用 --port 换一个`, about)
  if (code === 'EACCES') return new InvalidInputError(`没有权限监听端口 ${port}，可用 --port 换一个`, about)
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL' || code === 'EAI_AGAIN')
    return new InvalidInputError(`--host ${host} 不是这台机器的地址（${code}）`, about)
  return error
}

/** An address that a browser on this machine can open. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
