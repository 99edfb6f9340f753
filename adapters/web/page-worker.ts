import { readlinkSync } from 'node:fs'
import os from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'

export interface PageWorkerData {
  readonly script: string
  readonly givesWayBy: number
}

/** What a thread for pages does: answers each message with one. Whatever it throws ends the thread. */
interface PageWork {
  readonly answer: (asked: unknown) => unknown
}

const port = parentPort
if (port === null) throw new Error('page-worker.ts runs as a worker thread')

const { script, givesWayBy } = workerData as PageWorkerData
const { answer } = (await import(script)) as PageWork
// Not before it is loaded: the first page waits for that.
giveWay()
port.on('message', (asked: unknown) => port.postMessage(answer(asked)))

/** Where the system ranks threads by themselves (Linux), this one comes behind the others of the program. */
function giveWay(): void {
  if (givesWayBy === 0 || process.platform !== 'linux') return
  const thread = Number(/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1])
  if (Number.isInteger(thread)) os.setPriority(thread, Math.min(19, os.getPriority(thread) + givesWayBy))
}
