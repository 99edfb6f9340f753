import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { RefusedError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'

const fileName = 'moved-to-cluster.json'
const unfinishedName = 'moving-to-cluster.json'

interface Destination {
  readonly cluster: string
  readonly at: Instant
}

/** Leaves word in a folder that its data goes on elsewhere. */
export async function noteMoved(directory: string, about: Destination): Promise<void> {
  await leave(path.join(directory, fileName), about)
  await rm(path.join(directory, unfinishedName), { force: true })
}

/** Leaves word in a folder that its data is on its way elsewhere, from `at` on. */
export async function noteMoving(directory: string, about: Destination): Promise<void> {
  await leave(path.join(directory, unfinishedName), about)
}

async function leave(file: string, about: Destination): Promise<void> {
  await writeFile(`${file}.tmp`, `${JSON.stringify(about)}\n`)
  await rename(`${file}.tmp`, file)
}

/** Null, or what somebody must know who is about to write to a folder of which a part is in a cluster already. */
export function movingWords(directory: string): string | null {
  const file = path.join(directory, unfinishedName)
  if (!existsSync(file)) return null
  return `${directory} 的数据迁往集群的过程没有做完；在这里写入以后，迁移要加 --restart 从头再来。若不再迁移，请删除 ${file}`
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
