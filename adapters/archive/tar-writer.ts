import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { InvalidInputError } from '../../core/errors.ts'
import { tarBlock, tarHeader } from './tar-header.ts'

/** One file of the package, as its header and its line of the manifest say it. */
export interface Member {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

const bufferBytes = 1 << 20

/**
 * A tar archive in the one form that its members allow: same names, bytes and moment, same archive, so that who reads it can
 * compute every byte of its structure. Members of unknown length stream; their header is written behind them.
 */
export class TarWriter {
  readonly #file: FileHandle
  readonly #seconds: number
  readonly #buffer = Buffer.alloc(bufferBytes)
  readonly #names = new Set<string>()
  /** Where in the file the buffer begins, and how much of it is filled. */
  #start = 0
  #filled = 0

  /** @param seconds moment of every member, in seconds since 1970 */
  constructor(file: FileHandle, seconds: number) {
    this.#file = file
    this.#seconds = seconds
  }

  /** @throws InvalidInputError for a name that stands twice */
  async add(name: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Member> {
    if (this.#names.has(name)) throw new InvalidInputError(`归档包中已有 ${name}`)
    this.#names.add(name)
    const headerAt = this.#start + this.#filled
    await this.#write(Buffer.alloc(tarBlock))
    const hash = createHash('sha256')
    const bytes = await this.#content(content, hash)
    await this.#write(Buffer.alloc((tarBlock - (bytes % tarBlock)) % tarBlock))
    await this.#overwrite(headerAt, tarHeader(name, bytes, this.#seconds))
    return { name, bytes, sha256: hash.digest('hex') }
  }

  /** Two empty blocks, and nothing behind them. Returns the length of the whole. */
  async end(): Promise<number> {
    await this.#write(Buffer.alloc(2 * tarBlock))
    await this.#flush()
    return this.#start
  }

  async #content(content: Uint8Array | AsyncIterable<Uint8Array>, hash: Hash): Promise<number> {
    let bytes = 0
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      hash.update(chunk)
      bytes += chunk.byteLength
      await this.#write(chunk)
    }
    return bytes
  }

  async #write(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.byteLength;) {
      if (this.#filled === bufferBytes) await this.#flush()
      const part = chunk.subarray(done, done + bufferBytes - this.#filled)
      this.#buffer.set(part, this.#filled)
      this.#filled += part.byteLength
      done += part.byteLength
    }
  }

  async #overwrite(at: number, block: Uint8Array): Promise<void> {
    // A header that is cut by the end of the buffer is on its way to the file whole.
    if (at < this.#start) await this.#flush()
    if (at >= this.#start) this.#buffer.set(block, at - this.#start)
    else await writeAll(this.#file, block, at)
  }

  async #flush(): Promise<void> {
    await writeAll(this.#file, this.#buffer.subarray(0, this.#filled), this.#start)
    this.#start += this.#filled
    this.#filled = 0
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) done += (await file.write(bytes, done, bytes.byteLength - done, at + done)).bytesWritten
}
