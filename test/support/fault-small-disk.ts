import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const busyForMs = 15_000

/** A file system of a few megabytes in memory, to be full of. */
export class SmallDisk {
  readonly folder: string
  readonly #filler: string

  private constructor(folder: string) {
    this.folder = folder
    this.#filler = path.join(folder, 'filler')
  }

  /** Null where we may not mount. */
  static mount(folder: string, megabytes: number): SmallDisk | null {
    mkdirSync(folder, { recursive: true })
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'wanglou-faults', folder])
    return status === 0 ? new SmallDisk(folder) : null
  }

  /** To the last byte. */
  fill(): void {
    const file = openSync(this.#filler, 'w')
    try {
      for (let size = 1_048_576; size >= 1; size = Math.floor(size / 2)) writeUntilFull(file, Buffer.alloc(size))
    } finally {
      closeSync(file)
    }
  }

  makeRoom(): void {
    rmSync(this.#filler, { force: true })
  }

  /** The files of a process that was just killed may stay open for a moment. */
  async unmount(): Promise<void> {
    for (const until = performance.now() + busyForMs; ; await pause(250)) {
      const { status, stderr } = spawnSync('umount', [this.folder], { encoding: 'utf8' })
      if (status === 0) return
      if (performance.now() > until) throw new Error(`umount ${this.folder}: ${stderr}`)
    }
  }
}

function writeUntilFull(file: number, chunk: Buffer): void {
  try {
    for (;;) if (writeSync(file, chunk) < chunk.length) return
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
