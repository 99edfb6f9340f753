import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { PackageMark } from '../../core/archive/archives.ts'

/** Whether a package is byte for byte the one that was filed. What was filed before its own hash was noted is read as a stranger would. */
export async function isAsFiled(file: string, { bytes, sha256, root }: PackageMark): Promise<boolean> {
  if ((await stat(file)).size !== bytes) return false
  return sha256 === undefined ? await passes(file, root) : (await fileSha256(file)) === sha256
}

/** Through one buffer: a stream's own lie about until they are collected, which a package of hundreds of megabytes makes many. */
export async function fileSha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafeSlow(1 << 18)
  const opened = await open(file)
  try {
    for (;;) {
      const { bytesRead } = await opened.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await opened.close()
  }
}

/** The very script that lies in the package, from this program's own folder, in a process of its own: it reads all at once. */
function passes(file: string, root: string): Promise<boolean> {
  const script = fileURLToPath(new URL('verify.mjs', import.meta.url))
  return new Promise((resolve) => execFile(process.execPath, [script, file, '--root', root], (error) => resolve(error === null)))
}
