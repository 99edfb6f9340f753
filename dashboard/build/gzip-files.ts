import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const worthIt = /\.(?:html|js|css|svg)$/
/** Below this the headers weigh as much as what is gained. */
const leastBytes = 1024

/** Each text of the built page once more as `.gz` beside it, which the server sends to who takes it: no time is spent on it later. */
export function gzipFiles(): Plugin {
  return {
    name: 'gzip-files',
    apply: 'build',
    async writeBundle({ dir = '.' }, bundle) {
      for (const part of Object.values(bundle)) {
        const bytes = Buffer.from(part.type === 'chunk' ? part.code : part.source)
        if (worthIt.test(part.fileName) && bytes.length >= leastBytes) {
          await writeFile(path.join(dir, `${part.fileName}.gz`), gzipSync(bytes, { level: 9 }))
        }
      }
    }
  }
}
