import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DamagedArchiveError, packageFile, type Archives } from '../../core/archive/archives.ts'
import { fileSha256, isAsFiled } from './as-filed.ts'
import { writePackage, type PackageStores } from './write-package.ts'
import { unlessAbsent } from '../unless-absent.ts'

const fileName = /^[A-Za-z0-9][A-Za-z0-9-]*\.tar$/

/**
 * Packages as files of one folder, `2026-0001.tar`. A number is given by creating its file, so that no two processes that share the
 * folder give the same; a package that failed leaves its number unused, with a file `2026-0001.unused` that says so.
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
        const sha256 = await fileSha256(draft)
        await rename(draft, pathOf(file))
        return { file, sha256, ...made }
      } catch (error) {
        await handle.close()
        await rm(draft, { force: true })
        throw error
      }
    },

    async discard(file) {
      if (!fileName.test(file)) return
      // First the mark, so that at no moment the number looks as if it had never been given.
      await writeFile(pathOf(file.replace(/\.tar$/, '.unused')), '')
      await rm(pathOf(file), { force: true })
    },

    async open(filed) {
      const { file } = filed
      if (!fileName.test(file) || !(await hasBytes(pathOf(file)))) return null
      if (!(await isAsFiled(pathOf(file), filed)))
        throw new DamagedArchiveError(`归档包 ${file} 已不是归档时的那一份（被改动、截断或调换），不能提供；请告知系统管理员，从备份取回`)
      return { bytes: filed.bytes, content: createReadStream(pathOf(file)) }
    }
  }
}

async function highestItem(directory: string, year: number): Promise<number> {
  const items = (await readdir(directory)).flatMap((name) => {
    const match = /^(\d{4})-(\d+)\.(?:tar|unused)$/.exec(name)
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

/** A file that is there and empty is a number that was allotted. */
function hasBytes(file: string): Promise<boolean> {
  return unlessAbsent(
    stat(file).then(({ size }) => size > 0),
    false
  )
}
