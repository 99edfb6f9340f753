import { z } from 'zod'
import { Instant } from './instant.ts'

/** What stands beside a backup, written last: without it there is none. */
export const BackupManifest = z.object({
  schema: z.literal(1),
  id: z.string(),
  at: Instant,
  by: z.string(),
  version: z.string(),
  database: z.object({ sha256: z.string(), bytes: z.number() }),
  evidence: z.object({ files: z.number(), bytes: z.number() }),
  archives: z.object({ files: z.number(), bytes: z.number() }),
  auditHead: z.object({ seq: z.number(), hash: z.string() })
})
export type BackupManifest = z.infer<typeof BackupManifest>

/** What a check of a backup found; no fault: it can be restored. */
export interface BackupVerdict {
  readonly at: Instant
  readonly evidence: number
  readonly faults: readonly string[]
}

export interface BackupShelf {
  /** Where they are kept, for people. */
  readonly directory: string
  /** Whether that is the disk of the data too: what takes one takes both. */
  readonly sameDisk: boolean
  /** Newest first. */
  readonly backups: readonly BackupManifest[]
  /** One that is being made or checked now. */
  readonly running: { readonly words: string; readonly since: Instant } | null
  /** Why the last one was not made; null: it was, or none was tried since the start. */
  readonly failure: string | null
  readonly verdicts: Readonly<Record<string, BackupVerdict>>
}

/** Backups of the data of one machine. */
export interface Backups {
  shelf(): Promise<BackupShelf>
  /** Resolves when it is begun; the shelf tells when it is made. @throws RefusedError while another is being made or checked */
  begin(by: string): Promise<string>
  /** Reads all of it again. Resolves when it is begun. @throws RefusedError, NotFoundError */
  beginCheck(id: string): Promise<void>
}
