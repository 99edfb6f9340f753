import { argon2, timingSafeEqual } from 'node:crypto'
import type { Random } from '../core/ports.ts'

interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** OWASP's and ASVS 11.4.2's argon2id: 19 MiB, 2 passes, 1 lane. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

/** A password as a PHC string of argon2id. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random(16)
  const tag = await derive(password, salt, cost, tagLength)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(salt)}$${encode(tag)}`
}

/** Whether the password makes the hash, and whether the hash was made with another cost than ours now. */
export async function verifyPassword(password: string, phc: string): Promise<{ right: boolean; outdated: boolean }> {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc)
  if (found === null) return { right: false, outdated: true }
  const [, memory, passes, parallelism, salt = '', tag = ''] = found
  const used: Cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const expected = Buffer.from(tag, 'base64')
  const actual = await derive(password, Buffer.from(salt, 'base64'), used, expected.length)
  const outdated = used.memory !== cost.memory || used.passes !== cost.passes || used.parallelism !== cost.parallelism
  return { right: timingSafeEqual(actual, expected), outdated }
}

/** A hash that no password is known for: checked for unknown names, so that they take as long as known ones. */
export const hashOfNobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(new Uint8Array(16))}$${encode(new Uint8Array(tagLength))}`

function derive(password: string, nonce: Uint8Array, { memory, passes, parallelism }: Cost, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const message = Buffer.from(password.normalize('NFC'), 'utf8')
    argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength: length }, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })
}

/** Base64 without padding, as PHC strings have it. */
function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
