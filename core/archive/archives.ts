import type { IncidentDocument } from '../incident/state.ts'
import type { Instant } from '../instant.ts'

/** What a package is of. */
export interface PackageOrder {
  /** The incident, and behind it those that were merged into it. */
  readonly documents: readonly [IncidentDocument, ...IncidentDocument[]]
  /** 档号; null in a copy that is handed out without filing. */
  readonly number: string | null
  readonly keptFor: string | null
  readonly madeAt: Instant
  readonly madeBy: string
  readonly unit: string
}

/** A package that stands on the disk. */
export interface MadePackage {
  /** Its name within the folder of archives. */
  readonly file: string
  readonly bytes: number
  /** SHA-256 of the list of the SHA-256 of every member. */
  readonly root: string
  readonly mentions: number
  readonly evidence: number
  /** Kept bytes that the records speak of and that are no longer there. */
  readonly missing: number
}

/** Where archive packages are kept. */
export interface Archives {
  /** The next item number of the year, given once. */
  allot(year: number): Promise<number>
  /** Writes the package under an allotted number, or beside them; durable and whole when it resolves. */
  make(order: PackageOrder, file: string): Promise<MadePackage>
  /** Takes back what `make` wrote under a number, which stays given. */
  discard(file: string): Promise<void>
  /** Null: it is not in this folder. */
  open(file: string): Promise<{ readonly bytes: number; readonly content: AsyncIterable<Uint8Array> } | null>
}

/** File of an allotted number. */
export function packageFile(year: number, item: number): string {
  return `${year}-${String(item).padStart(4, '0')}.tar`
}
