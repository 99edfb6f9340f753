import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { sha256OfMany } from '../../../../adapters/hash.ts'
import { collectBody, smallBodyBytes } from '../../../../adapters/web/body-bytes.ts'

const pieces = (count: number): Buffer[] => Array.from({ length: count }, (_, n) => Buffer.alloc(50_000, n))

test('a small body is our own, a large one lies in memory that threads share, and is hashed all the same', async () => {
  for (const [count, isShared] of [
    [0, false],
    [2, false],
    [3, true],
    [40, true]
  ] as const) {
    const body = collectBody(2_000_000)
    for (const piece of pieces(count)) body.add(piece)
    const whole = body.whole()
    expect(body.length).toBe(count * 50_000)
    expect(Buffer.concat(pieces(count)).equals(whole)).toBe(true)
    expect(whole.buffer instanceof SharedArrayBuffer, `${count} pieces, small up to ${smallBodyBytes}`).toBe(isShared)
    expect(await sha256OfMany(whole)).toBe(
      createHash('sha256')
        .update(Buffer.concat(pieces(count)))
        .digest('hex')
    )
  }
})
