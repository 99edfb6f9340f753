import { createHash, randomBytes } from 'node:crypto'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Random } from '../core/ports.ts'

export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex')

export function sha256OfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export const strongRandom: Random = (bytes) => randomBytes(bytes)
