import { readlinkSync } from 'node:fs'
import os from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'

/** What a thread for pages does: answers each message with one. Whatever it throws ends the thread. */
interface PageWork {
  readonly answer: (asked: unknown) => unknown
}

const port = parentPort
if (port === null) throw new Error('page-worker.ts runs as a worker thread')

/** Behind the main thread, on which everything waits; before programs of the lowest rank. */
const givesWayBy = 5

giveWay()
const { answer } = (await import((workerData as { readonly script: string }).script)) as PageWork
port.on('message', (asked: unknown) => port.postMessage(answer(asked)))

/** Where the system ranks threads by themselves (Linux), this one comes behind the others of the program. */
function giveWay(): void {
  if (process.platform !== 'linux') return
  const thread = Number(/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1])
  if (Number.isInteger(thread)) os.setPriority(thread, Math.min(19, os.getPriority(thread) + givesWayBy))
}
