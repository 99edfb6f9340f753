import { parentPort } from 'node:worker_threads'

/** A database thread that is ready, and dies of the first request. */
parentPort?.on('message', () => process.exit(7))
parentPort?.postMessage([{ id: 0, ok: true, value: null }])
