import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { InvalidInputError } from '../../core/errors.ts'

export interface ZipEntry {
  readonly name: string
  /** Inflated. */
  readonly bytes: number
  /** The content as it is inflated. */
  read(): AsyncIterable<Buffer>
}

/** An office table of this size has millions of rows; what claims more is a bomb. */
const mostInflated = 2_000_000_000
const longestComment = 65_557
const mostEntries = 5_000

/** The files of an archive by name, from its directory. @throws InvalidInputError where it is none, or one that is not read here */
export async function readZip(path: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tailLength = Math.min(size, longestComment)
    const { buffer: tail } = await file.read(Buffer.alloc(tailLength), 0, tailLength, size - tailLength)
    const end = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
    if (end === -1 || end + 22 > tail.length) throw new InvalidInputError('不是 xlsx 工作簿（不是 zip 文件，或没有传完）；旧的 .xls 请另存为 .xlsx')
    const count = tail.readUInt16LE(end + 10)
    const [length, at] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    if (count > mostEntries || at + length > size) throw new InvalidInputError('zip 目录已损坏')
    const { buffer: directory } = await file.read(Buffer.alloc(length), 0, length, at)
    return entriesOf(path, directory, count)
  } finally {
    await file.close()
  }
}

function entriesOf(path: string, directory: Buffer, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>()
  for (let [at, left] = [0, count]; left > 0 && at + 46 <= directory.length; left -= 1) {
    const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)]
    const [packed, bytes] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)]
    const [nameLength, extraLength, commentLength] = [
      directory.readUInt16LE(at + 28),
      directory.readUInt16LE(at + 30),
      directory.readUInt16LE(at + 32)
    ]
    const local = directory.readUInt32LE(at + 42)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    entries.set(name, { name, bytes, read: () => contentOf({ path, name, local, packed, bytes, method, encrypted: (flags & 1) === 1 }) })
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

interface Place {
  readonly path: string
  readonly name: string
  readonly local: number
  readonly packed: number
  readonly bytes: number
  readonly method: number
  readonly encrypted: boolean
}

async function* contentOf({ path, name, local, packed, bytes, method, encrypted }: Place): AsyncGenerator<Buffer> {
  if (encrypted) throw new InvalidInputError('工作簿有密码')
  if (method !== 0 && method !== 8) throw new InvalidInputError(`${name}: 不认得的压缩方法 ${method}`)
  if (bytes > mostInflated) throw new InvalidInputError(`${name}: 展开后超过 2 GB`)
  const start = local + 30 + (await headerTail(path, local))
  if (packed === 0) return
  const raw = createReadStream(path, { start, end: start + packed - 1 })
  const content = method === 0 ? raw : pipeline(raw, createInflateRaw(), () => undefined)
  let read = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    read += chunk.length
    if (read > bytes) throw new InvalidInputError(`${name}: 展开后比目录所写的大，文件已损坏`)
    yield chunk
  }
}

/** Lengths of the name and the extra field of the local header, which may differ from those of the directory. */
async function headerTail(path: string, local: number): Promise<number> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(30), 0, 30, local)
    return buffer.readUInt16LE(26) + buffer.readUInt16LE(28)
  } finally {
    await file.close()
  }
}
