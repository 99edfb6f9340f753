/** The thread of read-once.ts: hands a file over to the first reader of a pipe, and lets another take the pipe's place. */
import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { handedOver, readyToHandOver, type HandOver } from './read-once.ts'

const { pipe, first, later, progress } = workerData as HandOver
const bytes = readFileSync(first)
tell(readyToHandOver)
// Waits until the reader has opened it; whoever opens the path after that finds the other file.
const open = openSync(pipe, 'w')
renameSync(later, pipe)
for (let written = 0; written < bytes.length;) written += writeSync(open, bytes, written)
closeSync(open)
tell(handedOver)

function tell(word: number): void {
  Atomics.store(progress, 0, word)
  Atomics.notify(progress, 0)
}
