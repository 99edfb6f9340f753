import { DamagedDataError } from '../errors.ts'
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
  /** SHA-256 of the file itself. */
  readonly sha256: string
  readonly mentions: number
  readonly evidence: number
  /** Kept bytes that the records speak of and that are no longer there. */
  readonly missing: number
}

/** By what a package is known again. What was filed before the file's own hash was noted has none. */
export interface PackageMark {
  readonly file: string
  readonly bytes: number
  readonly root: string
  readonly sha256?: string | undefined
}

/** A package is not what was filed: changed, cut or exchanged since. */
export class DamagedArchiveError extends DamagedDataError {}

/** Where archive packages are kept. */
export interface Archives {
  /** The next item number of the year, given once. */
  allot(year: number): Promise<number>
  /** Writes the package under an allotted number, or beside them; durable and whole when it resolves. */
  make(order: PackageOrder, file: string): Promise<MadePackage>
  /** Takes back a number that was allotted, and what `make` wrote under it; it is given to nobody again. */
  discard(file: string): Promise<void>
  /** The package that was filed. Null: it is not in this folder. @throws DamagedArchiveError where it is not what was filed */
  open(filed: PackageMark): Promise<{ readonly bytes: number; readonly content: AsyncIterable<Uint8Array> } | null>
}

/** File of an allotted number. */
export function packageFile(year: number, item: number): string {
  return `${year}-${String(item).padStart(4, '0')}.tar`
}
