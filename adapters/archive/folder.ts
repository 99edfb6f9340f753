import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, truncate } from 'node:fs/promises'
import path from 'node:path'
import { packageFile, type Archives } from '../../core/archive/archives.ts'
import { writePackage, type PackageStores } from './write-package.ts'

const fileName = /^[A-Za-z0-9][A-Za-z0-9-]*\.tar$/

/**
 * Packages as files of one folder, `2026-0001.tar`. A number is given by creating its file, so that no two processes that share the
 * folder give the same; a package that failed leaves its number unused.
 */
export function createArchiveFolder(directory: string, stores: PackageStores): Archives {
  const pathOf = (file: string): string => path.join(directory, file)
  return {
    async allot(year) {
      await mkdir(directory, { recursive: true })
      for (let item = 1 + (await highestItem(directory, year)); ; item++) {
        if (await createdAnew(pathOf(packageFile(year, item)))) return item
      }
    },

    async make(order, file) {
      if (!fileName.test(file)) throw new TypeError(`not the name of a package: ${file}`)
      await mkdir(directory, { recursive: true })
      const draft = pathOf(`${file}.part`)
      const handle = await open(draft, 'w')
      try {
        const made = await writePackage(handle, stores, order)
        await handle.sync()
        await handle.close()
        await rename(draft, pathOf(file))
        return { file, ...made }
      } catch (error) {
        await handle.close()
        await rm(draft, { force: true })
        throw error
      }
    },

    async discard(file) {
      // Empty, it still says that the number was given.
      if (fileName.test(file)) await truncate(pathOf(file))
    },

    async open(file) {
      if (!fileName.test(file)) return null
      const bytes = await sizeOf(pathOf(file))
      return bytes === null || bytes === 0 ? null : { bytes, content: createReadStream(pathOf(file)) }
    }
  }
}

async function highestItem(directory: string, year: number): Promise<number> {
  const items = (await readdir(directory)).flatMap((name) => {
    const match = /^(\d{4})-(\d+)\.tar$/.exec(name)
    return match !== null && Number(match[1]) === year ? [Number(match[2])] : []
  })
  return Math.max(0, ...items)
}

/** False where it exists already. */
async function createdAnew(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
