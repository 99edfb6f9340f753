import { Worker } from 'node:worker_threads'
import { StoreGoneError } from './errors.ts'
import { fromWire } from './wire-error.ts'
import { closeName, readyId, type Caller, type Operations, type Request, type Response } from './worker-protocol.ts'

/** The main thread's side of a database thread. Once the thread is gone every call fails; none hangs. */
export class WorkerClient {
  readonly #worker: Worker
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #exited: Promise<void>
  #lastId = readyId
  #broken: Error | null = null

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (responses: readonly Response[]) => {
      for (const response of responses) this.#settle(response)
    })
    worker.on('error', (error) => {
      this.#break(new StoreGoneError(`store: a database thread failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error }))
    })
    this.#exited = new Promise((resolve) => {
      worker.on('exit', (code) => {
        this.#break(new StoreGoneError(`store: a database thread ended (exit code ${code})`))
        resolve()
      })
    })
  }

  /** Resolves when the thread has its database open. @throws what opening threw */
  static async start(script: URL, data: unknown): Promise<WorkerClient> {
    const client = new WorkerClient(new Worker(script, { workerData: data, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 8 } }))
    await client.#expect(readyId)
    return client
  }

  /** Typed calls of one table of operations, which the thread must have. */
  caller<Table extends Operations>(): Caller<Table> {
    return ((name: string, argument: unknown) => this.#send(name, argument)) as Caller<Table>
  }

  /** Everything sent before is finished first. */
  async close(): Promise<void> {
    if (this.#broken === null) await this.#send(closeName, null)
    await this.#exited
  }

  #send(name: string, argument: unknown): Promise<unknown> {
    if (this.#broken !== null) return Promise.reject(this.#broken)
    const request: Request = { id: ++this.#lastId, name, argument }
    const answer = this.#expect(request.id)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    this.#worker.postMessage(request)
    return answer
  }

  #expect(id: number): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    return waiting.promise
  }

  #settle(response: Response): void {
    const waiting = this.#waiting.get(response.id)
    this.#waiting.delete(response.id)
    if (response.ok) waiting?.resolve(response.value)
    else waiting?.reject(fromWire(response.error))
  }

  #break(error: Error): void {
    this.#broken ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(this.#broken)
    this.#waiting.clear()
  }
}
