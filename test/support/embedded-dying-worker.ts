import { parentPort } from 'node:worker_threads'

/** A database thread that is ready, and dies of the first request. */
parentPort?.on('message', () => process.exit(7))
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
parentPort?.postMessage([{ id: 0, ok: true, value: null }])
