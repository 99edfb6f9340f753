import { createHash, randomBytes } from 'node:crypto'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Random } from '../core/ports.ts'

export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex')

export function sha256OfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export const strongRandom: Random = (bytes) => randomBytes(bytes)

/** A page is hashed sooner than another thread is asked for it; what is larger would hold the main thread up. */
const mostHashedHere = 256_000

/** As sha256OfBytes, on another thread where the bytes are many. */
export async function sha256OfMany(bytes: Uint8Array): Promise<string> {
  if (bytes.byteLength <= mostHashedHere) return sha256OfBytes(bytes)
  // What several threads share is refused there.
  const own = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
  return Buffer.from(await crypto.subtle.digest('SHA-256', own)).toString('hex')
}
