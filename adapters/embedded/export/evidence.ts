import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { DamagedDataError } from '../../../core/errors.ts'
import type { MovedEvidence, Page, MoveSource } from '../../../core/moved.ts'
import type { EvidenceStore } from '../../../core/ports.ts'
import { unlessAbsent } from '../../unless-absent.ts'

const mostAPage = 100
const bytesAPage = 8_000_000

/** Evidence by key. What is damaged comes without content. */
export function evidenceSource(directory: string, store: Pick<EvidenceStore, 'get'>): MoveSource<MovedEvidence> {
  return {
    async *pages(after): AsyncGenerator<Page<MovedEvidence>> {
      let rows: MovedEvidence[] = []
      let bytes = 0
      for await (const key of evidenceKeys(directory)) {
        if (after !== null && key <= after) continue
        const content = await readContent(store, key)
        rows.push({ key, content })
        bytes += content?.bytes.byteLength ?? 0
        if (rows.length < mostAPage && bytes < bytesAPage) continue
        yield { rows, cursor: key }
        rows = []
        bytes = 0
      }
      const last = rows.at(-1)
      if (last !== undefined) yield { rows, cursor: last.key }
    }
  }
}

/** Keys and sizes of what is larger than so many bytes. */
export async function largeEvidence(directory: string, mostBytes: number): Promise<readonly { readonly key: string; readonly bytes: number }[]> {
  const large: { key: string; bytes: number }[] = []
  for await (const key of evidenceKeys(directory)) {
    const bytes = await stat(path.join(directory, key.slice(0, 2), key)).then(
      ({ size }) => size,
      () => 0
    )
    if (bytes > mostBytes) large.push({ key, bytes })
  }
  return large
}

/** In order. What has no account of itself does not exist yet. */
async function* evidenceKeys(directory: string): AsyncGenerator<string> {
  for (const folder of await listed(directory)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue
    for (const file of await listed(path.join(directory, folder))) {
      if (/^[0-9a-f]{64}\.json$/.test(file)) yield file.slice(0, 64)
    }
  }
}

async function listed(directory: string): Promise<string[]> {
  return (await unlessAbsent<string[], string[]>(readdir(directory), [])).toSorted()
}

async function readContent(store: Pick<EvidenceStore, 'get'>, key: string): Promise<MovedEvidence['content']> {
  try {
    return await store.get(key)
  } catch (error) {
    if (error instanceof DamagedDataError || error instanceof SyntaxError) return null
    throw error
  }
}
