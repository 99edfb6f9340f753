import { z } from 'zod'
import { Grade } from './grade.ts'
import { Instant } from './instant.ts'
import { NoticeMarks, ProvenStage } from './notice-stage.ts'

/** What the person's ladder goes on with when nothing proves in time that this notice reached them; absent: nothing. */
const StepUp = z.object({
  /** Ids of channels in the person's order; the first that was not tried yet is next. */
  channels: z.array(z.string()),
  /** The moment by which something has to prove it. */
  at: Instant,
  afterMinutes: z.number().positive(),
  /** Ids of the notices in whose stead this one goes; none for the first. */
  after: z.array(z.string())
})
export type StepUp = z.infer<typeof StepUp>

/** One message to one post over one channel. Its id follows from what it is about, so asking twice makes one. */
export const Notice = z.object({
  id: z.string(),
  subject: z.object({ kind: z.enum(['incident', 'source', 'system']), id: z.string() }),
  /** Why: step id and trigger, `step:opened`, `step:phase:authoritative-release:p75`. */
  reason: z.string(),
  round: z.number().int().nonnegative(),
  recipient: z.object({
    contactId: z.string(),
    name: z.string(),
    role: z.string(),
    departmentId: z.string().nullable(),
    address: z.string().nullable()
  }),
  channel: z.string(),
  grade: Grade.nullable(),
  title: z.string(),
  body: z.string(),
  /** Path of the page it leads to. */
  link: z.string().nullable(),
  requestedAt: Instant,
  /** Real milliseconds at which the newest mention behind it was fetched; for our own latency. */
  fetchedElapsedMs: z.number().nullable(),
  drill: z.boolean(),
  /** Files that go with it where the channel takes any: evidence keys, with the names that people see. */
  attachments: z.array(z.object({ key: z.string(), name: z.string() })).optional(),
  /** Of a digest: ids of the notices that were held back and that it tells instead. */
  covers: z.array(z.string()).optional(),
  stepUp: StepUp.optional()
})
export type Notice = z.infer<typeof Notice>

/**
 * Told apart: `accepted` is what the service said when it took the notice over, and proves no arrival; `delivered`, `read` and
 * `signed` each were proven (core/notice-stage.ts). `dead`: given up, and nothing proves that it arrived all the same.
 * `held` by a surge and `muted` wait, with the reason; `digested`: another notice told of it.
 */
export const NoticeState = z.enum(['queued', 'sending', ...ProvenStage.options, 'failed', 'dead', 'held', 'muted', 'digested'])
export type NoticeState = z.infer<typeof NoticeState>

/** The outbox row around a notice. */
export const NoticeRow = z.object({
  notice: Notice,
  state: NoticeState,
  attempts: z.number().int().nonnegative(),
  /** An earlier try may have arrived; the receiver sees 可能重复. */
  possibleDuplicate: z.boolean(),
  nextTryElapsedMs: z.number().nullable(),
  /** Real milliseconds at which a channel first took it over. */
  handedElapsedMs: z.number().nullable(),
  settledAt: Instant.nullable(),
  /** The channel's receipt, or why the last try failed. */
  detail: z.string().nullable(),
  /** Each stage that was proven, with its moment and who or what said so. */
  marks: NoticeMarks,
  /** When it steps up to the person's next channel unless it arrived; null: never, or it has. */
  stepUpAt: Instant.nullable()
})
export type NoticeRow = z.infer<typeof NoticeRow>

/**
 * What a channel says of one try. `accepted`: the service took it over, which no try can take back and which proves no arrival.
 * `unknown`: it may have arrived, as when the connection broke after the text was sent.
 */
export type Delivery =
  | { readonly outcome: 'accepted'; readonly receipt: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'retry'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string }
