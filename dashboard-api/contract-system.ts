/** 系统: how the program and its machine do, what could not be handled, and what is left to do at the beginning. */
import { z } from 'zod'
import { Role } from '../core/actor.ts'
import { Instant } from '../core/instant.ts'

const part = encodeURIComponent

export const systemPaths = {
  /** GET SystemView. */
  system: '/api/system',
  /** GET DeadLetterList. */
  deadLetters: '/api/dead-letters',
  /** POST → DeadLetterList: to its topic again. */
  replay: (id: string) => `/api/dead-letters/${part(id)}/replay`,
  /** POST PolicyReport, by browsers. */
  policyReports: '/api/policy-reports',
  /** GET BackupsView · POST → BackupsView, 202: begins one. */
  backups: '/api/backups',
  /** POST → BackupsView, 202: begins to read it again. */
  checkBackup: (id: string) => `/api/backups/${part(id)}/check`,
  /** GET LicenceList. */
  licences: '/api/licences',
  /** GET FirstSteps. */
  firstSteps: '/api/first-steps',
  /** POST AppointRequest → FirstSteps. */
  appoint: '/api/first-steps/appoint'
} as const

const Told = z.string().max(4000)

/** As browsers send it since CSP 2, with more that is not used. */
export const PolicyReport = z.object({
  'csp-report': z.object({
    'document-uri': Told,
    'effective-directive': Told.optional(),
    'violated-directive': Told,
    'blocked-uri': Told,
    'source-file': Told.optional(),
    'line-number': z.number().optional()
  })
})
export type PolicyReport = z.infer<typeof PolicyReport>

export const SystemView = z.object({
  now: Instant,
  version: z.string(),
  node: z.string(),
  engine: z.string(),
  /** Of SQLite; the machine's system; the zone that the process itself runs in. */
  sqlite: z.string(),
  platform: z.string(),
  timeZone: z.string(),
  uptimeSeconds: z.number(),
  memoryBytes: z.number(),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }).nullable(),
  auditHead: z.object({ seq: z.number(), hash: z.string() }),
  sessions: z.number(),
  deadLetters: z.number()
})
export type SystemView = z.infer<typeof SystemView>

export const BackupRow = z.object({
  id: z.string(),
  at: Instant,
  by: z.string(),
  bytes: z.number(),
  evidence: z.number(),
  auditSeq: z.number(),
  version: z.string(),
  /** What the last check of it since the start of the program found; null: none was made. */
  verdict: z.object({ at: Instant, faults: z.array(z.string()) }).nullable()
})
export type BackupRow = z.infer<typeof BackupRow>

export const BackupsView = z.object({
  now: Instant,
  /** How it is done where it is not done from here; null: it is. */
  elsewhere: z.string().nullable(),
  directory: z.string(),
  sameDisk: z.boolean(),
  running: z.object({ words: z.string(), since: Instant }).nullable(),
  failure: z.string().nullable(),
  mayMake: z.boolean(),
  rows: z.array(BackupRow)
})
export type BackupsView = z.infer<typeof BackupsView>

export const LicenceRow = z.object({ name: z.string(), version: z.string(), licence: z.string(), source: z.string().nullable() })
export type LicenceRow = z.infer<typeof LicenceRow>
/** `rows` null: the program was not built with its list. */
export const LicenceList = z.object({ rows: z.array(LicenceRow).nullable() })
export type LicenceList = z.infer<typeof LicenceList>

export const DeadLetterRow = z.object({
  id: z.string(),
  at: Instant,
  stage: z.string(),
  source: z.string(),
  place: z.string(),
  reason: z.string(),
  code: z.string(),
  /** Null: it never was a record of a topic, and cannot be replayed. */
  topic: z.string().nullable(),
  /** The first of its bytes, with numbers of persons masked. */
  body: z.string()
})
export type DeadLetterRow = z.infer<typeof DeadLetterRow>

export const DeadLetterList = z.object({ rows: z.array(DeadLetterRow), total: z.number() })
export type DeadLetterList = z.infer<typeof DeadLetterList>

/** 开始使用: each is read from what is there, none is ticked off by hand. */
export const FirstSteps = z.object({
  hasSecondFactor: z.boolean(),
  hasPassword: z.boolean(),
  trustees: z.array(z.object({ role: Role, words: z.string(), duty: z.string(), holder: z.string().nullable() })),
  /** Who may be appointed: people who chose a password and hold no role. */
  candidates: z.array(z.object({ id: z.string(), name: z.string() })),
  unit: z.string(),
  jurisdiction: z.string(),
  departments: z.number(),
  rosters: z.number(),
  contacts: z.number(),
  /** Figures as every screen tells them; `watched` without those that are paused or switched off. */
  sources: z.object({
    watched: z.number(),
    seen: z.number(),
    unsteady: z.number(),
    blind: z.number(),
    never: z.number(),
    paused: z.number()
  }),
  channels: z.number(),
  /** Added on the screen, and visited after the next start. */
  sourcesAwaiting: z.number(),
  /** The last that ended with a result. */
  drill: z.object({ at: Instant, stateWords: z.string(), held: z.string() }).nullable(),
  testNotice: z.object({ at: Instant, stateWords: z.string() }).nullable(),
  people: z.number()
})
export type FirstSteps = z.infer<typeof FirstSteps>

export const AppointRequest = z.strictObject({ personId: z.string().min(1), role: z.enum(['security-admin', 'auditor']) })
export type AppointRequest = z.infer<typeof AppointRequest>
