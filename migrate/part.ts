/** One kind of thing that a move copies and then compares. */
export interface Part {
  /** In the record of the move: never changes. */
  readonly name: string
  /** For a person. */
  readonly words: string
  /** Copies what comes after a place; `saved` is told after each page that is stored. Any page may come again. */
  copy(from: CopiedSoFar, saved: (progress: CopiedSoFar) => Promise<void>): Promise<void>
  /** Compares both sides, one by one. */
  check(): Promise<Check>
}

export interface CopiedSoFar {
  readonly cursor: string | null
  readonly copied: number
}

export interface Check {
  readonly part: string
  readonly words: string
  readonly folder: number
  readonly cluster: number
  /** Things that are not the same on both sides, and a few of their names. */
  readonly differing: number
  readonly examples: readonly string[]
  /** Things that are damaged in the folder already, and so cannot be moved. */
  readonly damaged: readonly string[]
  /** Other figures of both sides, which must be the same too. */
  readonly figures: readonly Figure[]
}

export interface Figure {
  readonly words: string
  readonly folder: number | string
  readonly cluster: number | string
}

export function holds({ folder, cluster, differing, damaged, figures }: Check): boolean {
  return folder - damaged.length === cluster && differing === 0 && figures.every((figure) => figure.folder === figure.cluster)
}
