import { parentPort, workerData } from 'node:worker_threads'
import { openForWriting } from './database.ts'
import { toWire } from './wire-error.ts'
import { closeName, readyId, runOperation, type Request, type Response } from './worker-protocol.ts'
import type { Connection } from './connection.ts'
import { writeOperations } from './write-operations.ts'

/** A transaction takes requests until it is this old, so that a flood does not make the first of them wait. */
const maxGroupMs = 40

const port = parentPort
if (port === null) throw new Error('writer-worker.ts runs as a worker thread')
const queue: Request[] = []

try {
  const connection = openForWriting((workerData as { file: string }).file)
  port.on('message', (request: Request) => {
    queue.push(request)
    if (queue.length === 1) setImmediate(() => flush(connection))
  })
  port.postMessage([{ id: readyId, ok: true, value: null }] satisfies Response[])
} catch (error) {
  port.postMessage([{ id: readyId, ok: false, error: toWire(error) }] satisfies Response[])
}

/** What arrived together becomes one transaction; answers go out after its commit. */
function flush(connection: Connection): void {
  if (queue[0]?.name === closeName) {
    end(connection, queue[0])
    return
  }
  const taken: Request[] = []
  try {
    connection.execute('BEGIN IMMEDIATE')
    const responses = runGroup(connection, taken)
    connection.execute('COMMIT')
    port?.postMessage(responses)
  } catch (error) {
    if (connection.inTransaction) connection.execute('ROLLBACK')
    // No transaction could be begun: what waits has waited its time-out.
    if (taken.length === 0) taken.push(...takeWaiting())
    port?.postMessage(taken.map((request) => failure(request, error)))
  }
  if (queue.length > 0) setImmediate(() => flush(connection))
}

/** Takes requests off the queue and runs each in a savepoint: one that fails leaves no trace and harms no other. */
function runGroup(connection: Connection, taken: Request[]): Response[] {
  const startedAt = performance.now()
  const responses: Response[] = []
  while (queue.length > 0 && queue[0]?.name !== closeName && (taken.length === 0 || performance.now() - startedAt < maxGroupMs)) {
    const request = queue.shift()
    if (request === undefined) break
    taken.push(request)
    connection.execute('SAVEPOINT request')
    try {
      responses.push({ id: request.id, ok: true, value: runOperation(writeOperations, connection, request) })
    } catch (error) {
      // SQLite itself rolls everything back on a full disk: then the whole group has failed.
      if (!connection.inTransaction) throw error
      connection.execute('ROLLBACK TO request')
      responses.push(failure(request, error))
    }
    connection.execute('RELEASE request')
  }
  return responses
}

/** Everything before a request to close. */
function takeWaiting(): Request[] {
  const end = queue.findIndex((request) => request.name === closeName)
  return queue.splice(0, end === -1 ? queue.length : end)
}

function failure(request: Request, error: unknown): Response {
  return { id: request.id, ok: false, error: toWire(error) }
}

function end(connection: Connection, request: Request): void {
  try {
    connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    connection.close()
    port?.postMessage([{ id: request.id, ok: true, value: null }] satisfies Response[])
  } catch (error) {
    port?.postMessage([failure(request, error)])
  }
  port?.close()
}
