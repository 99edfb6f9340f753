import { hashOf } from './sketch.ts'

/** Which ids there were, by four bytes of each: says so of a few in a million that were not, never the other way round. */
export class IdMarks {
  #table = new Uint32Array(1024)
  #size = 0

  has(id: string): boolean {
    return this.#table[this.#placeOf(markOf(id))] !== 0
  }

  add(id: string): void {
    const mark = markOf(id)
    const place = this.#placeOf(mark)
    if (this.#table[place] === mark) return
    this.#table[place] = mark
    if (++this.#size * 2 > this.#table.length) this.#grow()
  }

  /** Where the mark stands, or the empty place where it would. */
  #placeOf(mark: number): number {
    const last = this.#table.length - 1
    let place = mark & last
    while (this.#table[place] !== 0 && this.#table[place] !== mark) place = (place + 1) & last
    return place
  }

  #grow(): void {
    const before = this.#table
    this.#table = new Uint32Array(before.length * 2)
    for (const mark of before) if (mark !== 0) this.#table[this.#placeOf(mark)] = mark
  }
}

/** 0 is an empty place. */
function markOf(id: string): number {
  return hashOf(id) || 1
}
