import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { unlessAbsent } from '../adapters/unless-absent.ts'

const file = fileURLToPath(new URL('../dist/licences.json', import.meta.url))

const Licences = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), source: z.string().nullable() }))

/** What `tools/licences.ts` wrote at the build; null: nothing was built. */
export async function readLicences(): Promise<z.infer<typeof Licences> | null> {
  const text = await unlessAbsent(readFile(file, 'utf8'), null)
  return text === null ? null : Licences.parse(JSON.parse(text))
}
