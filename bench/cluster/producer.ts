import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ProducerSettings } from './producer-process.ts'

const entry = fileURLToPath(new URL('producer-process.ts', import.meta.url))

/** The process that fills the topic of mentions, from its start on. */
export class Producer {
  readonly #child: ChildProcess

  private constructor(settings: ProducerSettings) {
    this.#child = fork(entry, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  }

  static async start(settings: ProducerSettings): Promise<Producer> {
    const started = new Producer(settings)
    await started.#message()
    return started
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Resolves with how many it produced, all of them stored by the broker. */
  async end(): Promise<number> {
    const answer = this.#message()
    this.#child.send('end')
    const { produced } = (await answer) as { produced: number }
    await once(this.#child, 'exit')
    return produced
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #message(): Promise<unknown> {
    const ended = once(this.#child, 'exit').then(() => {
      throw new Error('the producer ended by itself')
    })
    ended.catch(() => {})
    const [message] = (await Promise.race([once(this.#child, 'message'), ended])) as [unknown]
    return message
  }
}
