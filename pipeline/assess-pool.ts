import { Worker } from 'node:worker_threads'
import type { Assessment } from '../core/assessment.ts'
import { FatalError, RetryableError } from '../core/errors.ts'
import type { Mention } from '../core/mention.ts'
import type { WorkerReply, WorkerRequest, WorkerSetup } from './assess-worker.ts'

/** The mention made the assessor throw; the message has where. */
export class AssessFailedError extends FatalError {
  readonly code = 'assess-failed'
}

/** The worker thread ended; what it had in hand was not assessed. */
export class AssessWorkerGoneError extends RetryableError {
  readonly code = 'assess-worker-gone'
}

export interface AssessWorker {
  /** One assessment a mention, in order. @throws AssessFailedError, AssessWorkerGoneError */
  assess(batch: readonly Mention[]): Promise<readonly Assessment[]>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (assessments: readonly Assessment[]) => void
  readonly reject: (error: Error) => void
}

/** Starts the thread and resolves once its dictionary is loaded (about a second). A thread that dies is started again at the next batch. */
export async function startAssessWorker(setup: WorkerSetup): Promise<AssessWorker> {
  let thread = launch(setup)
  let closed = false
  await thread.ready
  return {
    async assess(batch) {
      if (closed) throw new AssessWorkerGoneError('研判线程已关闭')
      if (thread.gone()) thread = launch(setup)
      return thread.send(batch)
    },
    async close() {
      closed = true
      await thread.stop()
    }
  }
}

/** Below this a slice costs more in messages than it saves. */
const leastSlice = 8

/** So many threads as one: each takes an even slice of a batch. Every thread has a dictionary of its own, about 0.25 GB. */
export async function startAssessPool(setup: WorkerSetup, threads: number): Promise<AssessWorker> {
  const workers = await Promise.all(Array.from({ length: threads }, () => startAssessWorker(setup)))
  let turn = 0
  return {
    async assess(batch) {
      const slice = Math.max(leastSlice, Math.ceil(batch.length / workers.length))
      const answers: Promise<readonly Assessment[]>[] = []
      for (let from = 0; from < batch.length; from += slice) {
        const worker = workers[turn++ % workers.length]
        if (worker !== undefined) answers.push(worker.assess(batch.slice(from, from + slice)))
      }
      return (await Promise.all(answers)).flat()
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()))
    }
  }
}

interface Thread {
  readonly ready: Promise<unknown>
  gone(): boolean
  send(batch: readonly Mention[]): Promise<readonly Assessment[]>
  stop(): Promise<void>
}

function launch(setup: WorkerSetup): Thread {
  const worker = new Worker(new URL('assess-worker.ts', import.meta.url), { workerData: setup, resourceLimits: { maxYoungGenerationSizeMb: 16 } })
  const waiting = new Map<number, Waiting>()
  let next = 0
  let gone = false
  const expect = (id: number): Promise<readonly Assessment[]> => new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  const ready = expect(next++)
  worker.on('message', (reply: WorkerReply) => {
    const waiter = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('failed' in reply) waiter?.reject(new AssessFailedError(reply.failed))
    else waiter?.resolve(reply.assessments.map((json) => JSON.parse(json) as Assessment))
  })
  const fail = (error: Error): void => {
    gone = true
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', (error) => fail(new AssessWorkerGoneError(`研判线程出错：${String(error)}`, { cause: error })))
  worker.on('exit', (code) => fail(new AssessWorkerGoneError(`研判线程已退出(${code})`)))
  return {
    ready,
    gone: () => gone,
    send(batch) {
      const id = next++
      const answer = expect(id)
      const request: WorkerRequest = { id, batch }
      worker.postMessage(request, [])
      return answer
    },
    async stop() {
      await worker.terminate()
    }
  }
}
