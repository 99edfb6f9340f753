import { Worker } from 'node:worker_threads'
import { FatalError, RetryableError } from '../../core/errors.ts'
import type { Running } from '../../core/ports.ts'
import type { Sheet } from '../../core/reports/ledger-book.ts'
import type { Paper } from '../../core/reports/paper.ts'
import type { OfficeOrder, OfficeReply, OfficeRequest } from './office-worker.ts'

/** The paper or the ledgers made the writer throw; the message has where. */
export class OfficeFileError extends FatalError {
  readonly code = 'office-file-failed'
}

/** The thread ended with a file in hand; the next order starts another. */
export class OfficeWorkerGoneError extends RetryableError {
  readonly code = 'office-worker-gone'
}

export interface OfficeFiles extends Running {
  /** Starts the thread, so that it has its libraries by the time that the paper is there. */
  prepare(): void
  readonly docx: (paper: Paper) => Promise<Uint8Array>
  readonly xlsx: (sheets: readonly Sheet[]) => Promise<Uint8Array>
}

/** A thread that has written nothing for so long is ended: its libraries hold some 40 MB. */
const idleMs = 60_000

/** Writes docx and xlsx in a thread, started for the first file and kept for the next. */
export function createOfficeFiles(): OfficeFiles {
  let thread: Thread | null = null
  let idle: NodeJS.Timeout | undefined

  function running(): Thread {
    clearTimeout(idle)
    idle = setTimeout(() => void end(), idleMs).unref()
    if (thread?.gone() !== false) thread = launch()
    return thread
  }

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = thread
    thread = null
    await ending?.end()
  }

  return {
    prepare: () => void running(),
    docx: (paper) => running().write({ form: 'docx', paper }),
    xlsx: (sheets) => running().write({ form: 'xlsx', sheets }),
    close: end
  }
}

interface Thread {
  gone(): boolean
  write(order: OfficeOrder): Promise<Uint8Array>
  /** After what it has in hand. */
  end(): Promise<void>
}

function launch(): Thread {
  const worker = new Worker(new URL('office-worker.ts', import.meta.url), { execArgv: [] })
  const waiting = new Map<number, PromiseWithResolvers<Uint8Array>>()
  let next = 0
  let gone = false
  worker.unref()
  worker.on('message', (reply: OfficeReply) => {
    const waiter = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) worker.unref()
    if ('failed' in reply) waiter?.reject(new OfficeFileError(`写不成文件：${reply.failed}`))
    else waiter?.resolve(reply.bytes)
  })
  const fail = (error: Error): void => {
    gone = true
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', (error) => fail(new OfficeWorkerGoneError(`写文件的线程出错：${String(error)}`, { cause: error })))
  worker.on('exit', (code) => fail(new OfficeWorkerGoneError(`写文件的线程已退出（${code}）`)))
  return {
    gone: () => gone,
    write(order) {
      const waiter = Promise.withResolvers<Uint8Array>()
      const request: OfficeRequest = { ...order, id: next++ }
      waiting.set(request.id, waiter)
      worker.ref()
      worker.postMessage(request, [])
      return waiter.promise
    },
    async end() {
      await Promise.allSettled([...waiting.values()].map(({ promise }) => promise))
      await worker.terminate()
    }
  }
}
