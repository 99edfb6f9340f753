import { parentPort, workerData } from 'node:worker_threads'
import type { Connection } from './connection.ts'
import { openForReading } from './database.ts'
import { readOperations } from './read-operations.ts'
import { toWire } from './wire-error.ts'
import { closeName, readyId, runOperation, type Request, type Response } from './worker-protocol.ts'

const port = parentPort
if (port === null) throw new Error('reader-worker.ts runs as a worker thread')

try {
  const connection = openForReading((workerData as { file: string }).file)
  port.on('message', (request: Request) => {
    port.postMessage([answer(connection, request)])
    if (request.name === closeName) port.close()
  })
  port.postMessage([{ id: readyId, ok: true, value: null }] satisfies Response[])
} catch (error) {
  port.postMessage([{ id: readyId, ok: false, error: toWire(error) }] satisfies Response[])
}

/** One operation sees one snapshot of the database. */
function answer(connection: Connection, request: Request): Response {
  try {
    if (request.name === closeName) {
      connection.close()
      return { id: request.id, ok: true, value: null }
    }
    connection.execute('BEGIN')
    try {
      return { id: request.id, ok: true, value: runOperation(readOperations, connection, request) }
    } finally {
      if (connection.inTransaction) connection.execute('COMMIT')
    }
  } catch (error) {
    return { id: request.id, ok: false, error: toWire(error) }
  }
}
