import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { RefusedError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'

const fileName = 'moved-to-cluster.json'

/** Leaves word in a folder that its data goes on elsewhere. */
export async function noteMoved(directory: string, about: { readonly cluster: string; readonly at: Instant }): Promise<void> {
  const file = path.join(directory, fileName)
  await writeFile(`${file}.tmp`, `${JSON.stringify(about)}\n`)
  await rename(`${file}.tmp`, file)
}

/** The word that was left; null where none was. */
export function movedFile(directory: string): string | null {
  const file = path.join(directory, fileName)
  return existsSync(file) ? file : null
}

/** Two systems that go on from the same data would both send its notices, and fork its audit chain. @throws RefusedError */
export function refuseMoved(directory: string): void {
  const file = movedFile(directory)
  if (file === null) return
  throw new RefusedError(`${directory} 的数据已迁入集群，请用 --engine cluster 启动；若不再使用那个集群、要继续用这个文件夹，请删除 ${file}`, {
    metadata: { directory }
  })
}
