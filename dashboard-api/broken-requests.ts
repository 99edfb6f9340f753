import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { plainProblem } from './problem.ts'

const titles: Readonly<Record<number, string>> = { 400: '请求格式有误', 408: '请求超时', 431: '请求头太大' }
const statuses: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/** What is no request of HTTP at all gets a problem too: no route, no hook ever sees it. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statuses[error.code ?? ''] ?? 400
  const body = JSON.stringify(plainProblem(status, titles[status] ?? '请求有误'))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close'
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
