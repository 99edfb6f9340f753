import { DamagedDataError } from '../../core/errors.ts'
import type { EvidenceKeys } from '../../core/archive/evidence-keys.ts'
import type { EvidenceStore } from '../../core/ports.ts'

type Kept = NonNullable<Awaited<ReturnType<EvidenceStore['get']>>>

/** Reads that are under way at once: more wait for the disk anyway. */
const readsAtOnce = 16

/** Every piece of evidence that the records speak of, once; and which of them are not there any more. */
export class EvidencePacker {
  readonly kept: { key: string; url: string | null; contentType: string | null; at: string; bytes: number }[] = []
  /** Those that a record names as evidence of its own, with where and why. */
  readonly missing: { key: string; where: string; reason: string }[] = []
  readonly #store: EvidenceStore
  /** Where it was first named; null: it may be a hash of something else. */
  readonly #wanted = new Map<string, string | null>()

  constructor(store: EvidenceStore) {
    this.#store = store
  }

  note({ named, possible }: EvidenceKeys, where: string): void {
    for (const key of named) this.#wanted.set(key, this.#wanted.get(key) ?? where)
    for (const key of possible) if (!this.#wanted.has(key)) this.#wanted.set(key, null)
  }

  /** In the order in which they were named, read some ahead. */
  async *all(): AsyncGenerator<{ readonly key: string; readonly bytes: Uint8Array }> {
    const ahead: { readonly key: string; readonly where: string | null; readonly found: Promise<Kept | string> }[] = []
    const take = async (): Promise<{ key: string; bytes: Uint8Array } | null> => {
      const next = ahead.shift()
      return next === undefined ? null : this.#settle(next.key, next.where, await next.found)
    }
    for (const [key, where] of this.#wanted) {
      const found = this.#read(key)
      // Waited for in its turn; it may fail before.
      found.catch(() => undefined)
      ahead.push({ key, where, found })
      const one = ahead.length < readsAtOnce ? null : await take()
      if (one !== null) yield one
    }
    while (ahead.length > 0) {
      const one = await take()
      if (one !== null) yield one
    }
  }

  /** The bytes, or why there are none. */
  async #read(key: string): Promise<Kept | string> {
    try {
      return (await this.#store.get(key)) ?? '系统中没有这份留存件'
    } catch (error) {
      if (error instanceof DamagedDataError) return '留存件已损坏，与其编号不符'
      throw error
    }
  }

  #settle(key: string, where: string | null, found: Kept | string): { key: string; bytes: Uint8Array } | null {
    if (typeof found === 'string') {
      if (where !== null) this.missing.push({ key, where, reason: found })
      return null
    }
    const { bytes, url, contentType, at } = found
    this.kept.push({ key, url, contentType, at, bytes: bytes.byteLength })
    return { key, bytes }
  }
}
