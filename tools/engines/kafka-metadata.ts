import { connect } from 'node:net'

const metadataRequest = 3
const metadataVersion = 1
const answerWithinMs = 2_000

/**
 * Ids of the nodes that a broker says are in service, by one request of Kafka's own protocol; [] when it does not answer.
 * Spoken here, because a client library would retry, log and keep connections.
 */
export function nodesInService(port: number): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const received: Buffer[] = []
    const socket = connect({ host: '127.0.0.1', port, timeout: answerWithinMs })
    const settle = (nodes: readonly number[]): void => {
      socket.destroy()
      resolve(nodes)
    }
    socket.on('connect', () => socket.write(request()))
    socket.on('error', () => settle([]))
    socket.on('timeout', () => settle([]))
    socket.on('close', () => settle([]))
    socket.on('data', (chunk) => {
      received.push(chunk)
      const answer = Buffer.concat(received)
      if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) settle(nodeIds(answer.subarray(4)))
    })
  })
}

/** Header version 1 without a client id, then an empty list of topics: brokers only. */
function request(): Buffer {
  const body = Buffer.alloc(14)
  body.writeInt16BE(metadataRequest, 0)
  body.writeInt16BE(metadataVersion, 2)
  body.writeInt32BE(1, 4)
  body.writeInt16BE(-1, 8)
  body.writeInt32BE(0, 10)
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** After the correlation id: a list of node id, host, port, rack. */
function nodeIds(answer: Buffer): number[] {
  const ids: number[] = []
  let at = 8
  for (let left = answer.readInt32BE(4); left > 0; left--) {
    ids.push(answer.readInt32BE(at))
    at += 4
    at += 2 + answer.readInt16BE(at)
    at += 4
    at += 2 + Math.max(0, answer.readInt16BE(at))
  }
  return ids
}
