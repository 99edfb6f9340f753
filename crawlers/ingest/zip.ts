import { openPromise, type Entry } from 'yauzl'
import { InvalidInputError } from '../../core/errors.ts'

export interface ZipEntry {
  readonly name: string
  /** The content as it is inflated; never more of it than the directory says. */
  read(): AsyncIterable<Buffer>
}

/** An office table of this size has millions of rows; what claims more is a bomb. */
const mostInflated = 2_000_000_000
const mostEntries = 5_000

/** The files of an archive by name, from its directory. @throws InvalidInputError where it is none, or one that is not read here */
export async function readZip(path: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>()
  try {
    const file = await openPromise(path, { autoClose: false })
    try {
      if (file.entryCount > mostEntries) throw new InvalidInputError(`zip 里有 ${file.entryCount} 个文件，不是工作簿`)
      for await (const entry of file.eachEntry()) entries.set(entry.fileName, { name: entry.fileName, read: () => contentOf(path, entry) })
    } finally {
      file.close()
    }
  } catch (error) {
    if (error instanceof InvalidInputError || isOfSystem(error)) throw error
    throw new InvalidInputError('不是 xlsx 工作簿（不是 zip 文件，没有传完，或目录已损坏）；旧的 .xls 请另存为 .xlsx', { cause: error })
  }
  return entries
}

async function* contentOf(path: string, entry: Entry): AsyncGenerator<Buffer> {
  const { fileName: name, compressionMethod: method, uncompressedSize } = entry
  if (entry.isEncrypted()) throw new InvalidInputError('工作簿有密码')
  if (!entry.canDecodeFileData()) throw new InvalidInputError(`${name}: 不认得的压缩方法 ${method}`)
  if (uncompressedSize > mostInflated) throw new InvalidInputError(`${name}: 展开后超过 2 GB`)
  const file = await openPromise(path, { autoClose: false })
  try {
    yield* (await file.openReadStreamPromise(entry)) as AsyncIterable<Buffer>
  } catch (error) {
    if (isOfSystem(error)) throw error
    throw new InvalidInputError(`${name}: 与 zip 目录所写的不符，文件已损坏`, { cause: error })
  } finally {
    file.close()
  }
}

/** Of the disk, and none of what the file holds: `ENOENT`, and not `Z_DATA_ERROR`. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
