/** The part of the contract about notices: what became of each, what waits, whom to call, mutes, one-tap links, push and test messages. */
import { z } from 'zod'
import { Grade } from '../core/grade.ts'
import { Instant } from '../core/instant.ts'
import { MuteScope } from '../core/mute.ts'
import { ProvenStage } from '../core/notice-stage.ts'
import { NoticeState } from '../core/notice.ts'

export const NoticeView = z.object({
  id: z.string(),
  subject: z.object({ kind: z.enum(['incident', 'source', 'system']), id: z.string() }),
  reason: z.string(),
  round: z.number().int().nonnegative(),
  channel: z.string(),
  recipient: z.string(),
  recipientRole: z.string(),
  grade: Grade.nullable(),
  title: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  requestedAt: Instant,
  state: NoticeState,
  stateWords: z.string(),
  attempts: z.number().int().nonnegative(),
  possibleDuplicate: z.boolean(),
  settledAt: Instant.nullable(),
  detail: z.string().nullable(),
  /** What was reported of it, in order, with who or what said so. */
  stages: z.array(z.object({ stage: ProvenStage, words: z.string(), at: Instant, source: z.string() })),
  drill: z.boolean()
})
export type NoticeView = z.infer<typeof NoticeView>
export const NoticeList = z.object({ now: Instant, rows: z.array(NoticeView) })
export type NoticeList = z.infer<typeof NoticeList>

export const MuteRequest = z.strictObject({
  scope: MuteScope,
  minutes: z
    .number()
    .int()
    .min(5, '至少 5 分钟')
    .max(7 * 24 * 60),
  reason: z.string().trim().min(1, '请填写理由').max(500)
})
export type MuteRequest = z.input<typeof MuteRequest>

/** Of one person: what a surge holds back and what is muted. */
const WaitingNotices = z.object({
  contactId: z.string(),
  recipient: z.string(),
  held: z.number().int().nonnegative(),
  muted: z.number().int().nonnegative(),
  since: Instant,
  reason: z.string()
})
export type WaitingNotices = z.infer<typeof WaitingNotices>

export const MuteList = z.object({
  now: Instant,
  rows: z.array(z.object({ id: z.string(), scope: MuteScope, about: z.string(), reason: z.string(), by: z.string(), from: Instant, until: Instant })),
  waiting: z.array(WaitingNotices),
  /** Whom a mute can be about. */
  contacts: z.array(z.object({ id: z.string(), name: z.string() }))
})
export type MuteList = z.infer<typeof MuteList>
export const PushEndRequest = z.strictObject({ endpoint: z.string().min(1).max(1000) })
export type PushEndRequest = z.infer<typeof PushEndRequest>
/** What a browser is to be given, null where this desk has no 浏览器推送; and my browsers that have it. */
export const PushView = z.object({ publicKey: z.string().nullable(), endpoints: z.array(z.string()) })
export type PushView = z.infer<typeof PushView>

export const ChannelTestRequest = z.strictObject({ channel: z.string().min(1).max(100), contactId: z.string().min(1).max(100) })
export type ChannelTestRequest = z.infer<typeof ChannelTestRequest>

export const ChannelTests = z.object({
  now: Instant,
  channels: z.array(
    z.object({
      id: z.string(),
      words: z.string(),
      /** What it means that this channel took a notice over, and what proves more; null: only that the person signs. */
      accepted: z.string(),
      proof: z.string().nullable(),
      /** `unreachable`: why not; null where it reaches the post. */
      contacts: z.array(z.object({ id: z.string(), name: z.string(), unreachable: z.string().nullable() }))
    })
  ),
  /** Newest first. */
  recent: z.array(NoticeView)
})
export type ChannelTests = z.infer<typeof ChannelTests>

export const SignLinkRequest = z.strictObject({ token: z.string().min(1).max(200) })
export type SignLinkRequest = z.infer<typeof SignLinkRequest>

/** What a 一键签收链接 is about, as its notice told it. */
export const SignLinkView = z.object({
  incidentId: z.string(),
  title: z.string(),
  gradeWords: z.string(),
  /** An incident that has ended is signed for no more. */
  open: z.boolean(),
  recipient: z.string(),
  body: z.string(),
  requestedAt: Instant,
  expiresAt: Instant,
  signedAt: Instant.nullable(),
  drill: z.boolean()
})
export type SignLinkView = z.infer<typeof SignLinkView>

export const CallView = z.object({
  id: z.string(),
  incidentId: z.string(),
  incidentTitle: z.string(),
  grade: Grade.nullable(),
  name: z.string(),
  roleName: z.string(),
  /** Whole for who may call; else its middle is hidden. Null where the configuration has none. */
  phone: z.string().nullable(),
  why: z.array(z.string()),
  listedAt: Instant,
  made: z.object({ reached: z.boolean(), at: Instant, by: z.string(), note: z.string() }).nullable()
})
export type CallView = z.infer<typeof CallView>
/** Those who wait first, then by grade and time. */
export const CallList = z.object({ now: Instant, rows: z.array(CallView) })
export type CallList = z.infer<typeof CallList>

export const NoticesShown = z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(200) })
export type NoticesShown = z.infer<typeof NoticesShown>
