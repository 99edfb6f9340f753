import { ThreadsPoolWorker, type PoolOptions, type Vite, type WorkerRequest } from 'vitest/node'

type Listener = (value: unknown) => void
type Started = Extract<WorkerRequest, { type: 'start' }>

const name = 'kept-thread'

/**
 * A pool for Vitest with one thread that outlives the run, so that the thousands of short runs of Stryker load the product once.
 * It must run with `isolate: false`. What a module remembers from text to text outlives a run too, so after a run against a file
 * for which `remembers` holds the thread is ended.
 */
export function keptThread(remembers: (mutated: string) => boolean): Vite.Plugin {
  let kept: KeptThread | undefined
  return {
    name,
    configureVitest({ vitest, project }) {
      project.config.pool = name
      project.config.poolRunner = {
        name,
        createPoolWorker: (options) => (kept ??= new KeptThread(options, () => (vitest.config.related ?? []).some(remembers)))
      }
      vitest.onClose(() => kept?.end())
    }
  }
}

class KeptThread extends ThreadsPoolWorker {
  override readonly name = name
  readonly #mustEnd: () => boolean
  readonly #listeners: [event: string, listener: Listener][] = []
  #isOn = false
  #started: Started | undefined
  #isDone = false
  #ending: Promise<void> | undefined

  constructor(options: PoolOptions, mustEnd: () => boolean) {
    super(options)
    this.#mustEnd = mustEnd
  }

  override on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener])
    super.on(event, listener)
  }

  override off(event: string, listener: Listener): void {
    if (this.#isOn) super.off(event, listener)
  }

  override async start(): Promise<void> {
    this.#isDone = false
    await this.#ending
    if (this.#isOn) return
    this.#isOn = true
    await super.start()
    // One that fell by itself nobody else ends.
    super.on('exit', () => void this.end())
  }

  /** A thread that was started before is not started again: it is told the settings of the new run with the run itself. */
  override send(message: WorkerRequest): void {
    if (message.type === 'stop') {
      this.#isDone = true
      this.#answer('stopped')
    } else if (message.type === 'start') {
      const isFirst = this.#started === undefined
      this.#started = message
      if (isFirst) super.send(message)
      else this.#answer('started')
    } else if (message.type === 'run') {
      const context = { ...message.context, config: this.#started?.context.config }
      super.send({ ...message, context })
    } else super.send(message)
  }

  /** Kept where it was asked to stop and has nothing left to do; ended where a run hangs. */
  override async stop(): Promise<void> {
    if (!this.#isDone || this.#mustEnd()) return await this.end()
    for (const [event, listener] of this.#listeners.splice(0)) super.off(event, listener)
  }

  /** A new run must not start in a thread that is ending. */
  async end(): Promise<void> {
    if (this.#isOn) this.#ending = super.stop()
    this.#isOn = false
    this.#started = undefined
    this.#listeners.length = 0
    await this.#ending
  }

  #answer(type: 'started' | 'stopped'): void {
    const message = { __vitest_worker_response__: true, type }
    queueMicrotask(() => {
      for (const [event, listener] of this.#listeners.slice()) if (event === 'message') listener(message)
    })
  }
}
