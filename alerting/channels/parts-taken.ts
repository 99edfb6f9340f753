import type { NoticeRow } from '../../core/notice.ts'

/** So many unfinished notices are remembered; the oldest is forgotten first. */
const most = 2000

/**
 * How many parts of a notice the service has taken, so that a try after a failure goes on where the last one stopped. Forgotten with
 * the process: then the first parts come once more, and none is missing.
 */
export class PartsTaken {
  readonly #taken = new Map<string, number>()

  of(row: NoticeRow): number {
    return this.#taken.get(keyOf(row)) ?? 0
  }

  note(row: NoticeRow, parts: number): void {
    this.#taken.delete(keyOf(row))
    this.#taken.set(keyOf(row), parts)
    const oldest = this.#taken.keys().next()
    if (this.#taken.size > most && oldest.done !== true) this.#taken.delete(oldest.value)
  }

  forget(row: NoticeRow): void {
    this.#taken.delete(keyOf(row))
  }
}

/** Marked 可能重复, a notice has other words, and comes whole. */
function keyOf({ notice, possibleDuplicate }: NoticeRow): string {
  return `${notice.id} ${possibleDuplicate}`
}
