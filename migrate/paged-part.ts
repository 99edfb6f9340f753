import { canonicalJson } from '../core/canonical-json.ts'
import type { MoveSource, MoveTarget } from '../core/moved.ts'
import type { Check, Figure, Part } from './part.ts'

/** Tries again while the other side cannot be reached. */
export type Patiently = <T>(work: () => Promise<T>) => Promise<T>

export interface PagedPart<Row> {
  readonly name: string
  readonly words: string
  readonly source: MoveSource<Row>
  readonly target: MoveTarget<Row>
  readonly patiently: Patiently
  readonly nameOf: (row: Row) => string
  /** What is compared; all of it when not given. */
  readonly print?: (row: Row) => string
  readonly isDamaged?: (row: Row) => boolean
  /** Figures that are summed up on both sides. */
  readonly tally?: (row: Row) => Readonly<Record<string, number>>
  readonly figures?: () => Promise<readonly Figure[]>
}

const mostExamples = 5

/** A part that is pages of rows on one side, and places for rows on the other. */
export function pagedPart<Row>(part: PagedPart<Row>): Part {
  const { name, words, source, target, patiently } = part
  return {
    name,
    words,
    async copy({ cursor, copied }, saved) {
      let sum = copied
      for await (const page of source.pages(cursor)) {
        await patiently(() => target.put(page.rows))
        sum += page.rows.length
        await saved({ cursor: page.cursor, copied: sum })
      }
    },
    check: () => compare(part)
  }
}

async function compare<Row>({ name, words, source, target, patiently, nameOf, ...more }: PagedPart<Row>): Promise<Check> {
  const { print = canonicalJson, isDamaged = () => false, tally = () => ({}), figures = async () => [] } = more
  const folder = new Sums()
  const cluster = new Sums()
  const damaged: string[] = []
  const different: string[] = []
  let rows = 0
  for await (const page of source.pages(null)) {
    const found = await patiently(() => target.find(page.rows))
    for (const [place, row] of page.rows.entries()) {
      rows += 1
      if (isDamaged(row)) {
        damaged.push(nameOf(row))
        continue
      }
      folder.add(tally(row))
      const other = found[place] ?? null
      if (other !== null) cluster.add(tally(other))
      if (other === null || print(other) !== print(row)) different.push(nameOf(row))
    }
  }
  return {
    part: name,
    words,
    folder: rows,
    cluster: await patiently(() => target.count()),
    differing: different.length,
    examples: different.slice(0, mostExamples),
    damaged,
    figures: [...folder.beside(cluster), ...(await patiently(figures))]
  }
}

class Sums {
  readonly #sums = new Map<string, number>()

  add(figures: Readonly<Record<string, number>>): void {
    for (const [words, figure] of Object.entries(figures)) this.#sums.set(words, (this.#sums.get(words) ?? 0) + figure)
  }

  beside(other: Sums): Figure[] {
    return [...new Set([...this.#sums.keys(), ...other.#sums.keys()])].map((words) => ({
      words,
      folder: this.#sums.get(words) ?? 0,
      cluster: other.#sums.get(words) ?? 0
    }))
  }
}

/** A list that fits into memory, as a source of one page. */
export function listed<Row>(read: () => Promise<readonly Row[]> | readonly Row[]): MoveSource<Row> {
  return {
    async *pages(after) {
      const rows = after === null ? await read() : []
      if (rows.length > 0) yield { rows, cursor: 'all' }
    }
  }
}
