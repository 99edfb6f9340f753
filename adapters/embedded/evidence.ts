import { randomUUID } from 'node:crypto'
import { access, mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DamagedDataError } from '../../core/errors.ts'
import type { EvidenceStore } from '../../core/ports.ts'
import { sha256OfMany } from '../hash.ts'
import { unlessAbsent } from '../unless-absent.ts'

type About = Parameters<EvidenceStore['put']>[1]

/**
 * Files `ab/abcdef…` named after the SHA-256 of their bytes, each with a JSON file of where they came from. The first
 * account of the same bytes is kept. The JSON file is written last: without it the evidence does not exist yet.
 */
export function createEvidenceStore(directory: string): EvidenceStore {
  const fileOf = (key: string): string => join(directory, key.slice(0, 2), key)
  return {
    async put(bytes, about) {
      const key = await sha256OfMany(bytes)
      const file = fileOf(key)
      if (await isThere(`${file}.json`)) return key
      await mkdir(dirname(file), { recursive: true })
      await writeDurably(file, bytes)
      await writeDurably(`${file}.json`, Buffer.from(JSON.stringify(about)))
      return key
    },
    async get(key) {
      if (!/^[0-9a-f]{64}$/.test(key)) return null
      const about = await readIfThere(`${fileOf(key)}.json`)
      if (about === null) return null
      const bytes = await readIfThere(fileOf(key))
      if (bytes === null || (await sha256OfMany(bytes)) !== key) {
        throw new DamagedDataError(`evidence ${key}: the stored bytes are ${bytes === null ? 'gone' : 'not those that were kept'}`, {
          metadata: { key }
        })
      }
      const { url, contentType, at } = JSON.parse(about.toString()) as About
      return { bytes, url, contentType, at }
    }
  }
}

/** Whole or not at all, also after a power cut. */
async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`
  const handle = await open(draft, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

function isThere(file: string): Promise<boolean> {
  return unlessAbsent(
    access(file).then(() => true),
    false
  )
}

function readIfThere(file: string): Promise<Buffer | null> {
  return unlessAbsent(readFile(file), null)
}
