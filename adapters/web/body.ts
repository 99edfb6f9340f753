import { Readable, type Duplex } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { collectBody } from './body-bytes.ts'
import { largeBodyBytes, type BodyBudget } from './body-budget.ts'
import { NetworkError, TooLargeError } from './errors.ts'

export interface BodyLimits {
  /** Bytes on the wire. */
  readonly rawBytes: number
  /** Bytes after inflating. */
  readonly inflatedBytes: number
  /** Inflated to raw; judged once a body is big enough for the ratio to mean something. */
  readonly ratio: number
}

export interface Reading<Made> {
  readonly limits: BodyLimits
  readonly budget: BodyBudget
  readonly signal: AbortSignal
  /** What is made of the bytes while they still hold their place in memory: else those that wait to be worked on would be without number. */
  readonly make: (bytes: Uint8Array) => Promise<Made>
}

const ratioCountsFromBytes = 1_000_000

/**
 * Reads a body to its end within the limits, inflating gzip, br or deflate while it streams, so that a bomb costs no more than
 * the cap. @throws TooLargeError, NetworkError when the body is cut off or its encoding is broken or unknown.
 */
export async function readBody<Made>(
  url: string,
  body: Readable,
  encoding: string | null,
  { limits, budget, signal, make }: Reading<Made>
): Promise<Made> {
  const raw = { bytes: 0 }
  const decoded = await decodedOf(url, encoding, countRaw(url, body, raw, limits.rawBytes))
  const collected = collectBody(limits.inflatedBytes)
  let place: Promise<() => void> | null = null
  try {
    for await (const chunk of decoded) {
      const inflated = collected.length + chunk.length
      if (inflated > limits.inflatedBytes) throw new TooLargeError(url, `more than ${limits.inflatedBytes} bytes after inflating`)
      if (inflated > ratioCountsFromBytes && inflated > raw.bytes * limits.ratio) {
        throw new TooLargeError(url, `inflates more than ${limits.ratio} times`)
      }
      collected.add(chunk)
      if (inflated > largeBodyBytes && place === null) {
        place = budget.take()
        await unlessAborted(place, signal)
      }
    }
    return await make(collected.whole())
  } catch (error) {
    body.destroy()
    throw asBodyError(url, error)
  } finally {
    void place?.then((giveBack) => giveBack())
  }
}

/** @throws the signal's reason when it is aborted first */
async function unlessAborted(place: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([place, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function* countRaw(url: string, body: Readable, raw: { bytes: number }, limit: number): AsyncGenerator<Buffer> {
  for await (const chunk of body as AsyncIterable<Buffer>) {
    raw.bytes += chunk.length
    if (raw.bytes > limit) throw new TooLargeError(url, `more than ${limit} bytes`)
    yield chunk
  }
}

async function decodedOf(url: string, encoding: string | null, chunks: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return chunks
  const raw = Readable.from(chunks, { objectMode: false })
  if (name === 'gzip' || name === 'x-gzip') return through(raw, createGunzip())
  if (name === 'br') return through(raw, createBrotliDecompress())
  if (name === 'deflate') return inflateEither(raw)
  raw.destroy()
  throw new NetworkError(url, `content encoding "${name}" was not asked for`)
}

/** Servers mean zlib or raw deflate by `deflate`; the first byte tells. */
async function inflateEither(raw: Readable): Promise<Readable> {
  const iterator = raw[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await iterator.next()
  if (first.done === true) return Readable.from([])
  const rest = Readable.from(
    (async function* () {
      yield first.value
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
    })(),
    { objectMode: false }
  )
  const isZlib = ((first.value[0] ?? 0) & 0x0f) === 8
  return through(rest, isZlib ? createInflate() : createInflateRaw())
}

function through(raw: Readable, decoder: Duplex): Readable {
  raw.on('error', (error) => decoder.destroy(error))
  return raw.pipe(decoder)
}

function asBodyError(url: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR') || code.startsWith('ERR_STREAM')) {
    return new NetworkError(url, `the body is cut off or its encoding is broken (${code})`, error)
  }
  return error
}
