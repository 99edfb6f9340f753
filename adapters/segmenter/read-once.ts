import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

export interface HandOver {
  readonly pipe: string
  readonly first: string
  readonly later: string
  /** One word, shared: 0, then `readyToHandOver`, then `handedOver`. */
  readonly progress: Int32Array<SharedArrayBuffer>
}

export const readyToHandOver = 1
export const handedOver = 2

const startsWithinMs = 10_000
const endsWithinMs = 5_000

/**
 * Calls with a path at which `first` is read when it is opened for the first time, and `later` ever after: a pipe that a thread
 * fills, and that the file takes the place of as soon as somebody has it open. For a library that reads one file twice and
 * needs it once. Both files lie in `folder`, which is ours; `later` is moved.
 * Returns false, and has loaded nothing that could be relied on, where the system knows no named pipes or the thread failed.
 */
export function readOnce(folder: string, files: { readonly first: string; readonly later: string }, load: (path: string) => void): boolean {
  const pipe = path.join(folder, 'pipe')
  try {
    execFileSync('mkfifo', [pipe], { stdio: 'ignore' })
  } catch {
    return false
  }
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const task: HandOver = { pipe, ...files, progress }
  const thread = new Worker(new URL('hand-over.ts', import.meta.url), { workerData: task, execArgv: [] })
  // It says how far it is by `progress`; an error means no more than that it is not done.
  thread.on('error', () => undefined).unref()
  if (Atomics.wait(progress, 0, 0, startsWithinMs) === 'timed-out') {
    void thread.terminate()
    return false
  }
  load(pipe)
  Atomics.wait(progress, 0, readyToHandOver, endsWithinMs)
  return Atomics.load(progress, 0) === handedOver
}
