import type { Reach } from '../../core/escalation.ts'
import { drillMark, gradeMarks } from '../../core/escalation-words.ts'
import type { Delivery, NoticeRow } from '../../core/notice.ts'
import type { SignLinks } from '../../core/sign-link.ts'

/** One way for a notice to reach a person. It never throws for what the other side does: that is the delivery's outcome. */
export interface Channel {
  readonly reach: Reach
  /** What it shows of a matter is one card that changes in place, so that many notices are no flood. */
  readonly updatesInPlace?: boolean
  /** It tells a system and no person: whom a surge or a mute spares is none of its business. */
  readonly speaksToSystem?: boolean
  /** One text for all who are told the same. */
  readonly speaksToGroup?: boolean
  /** One try. When `signal` is aborted it gives up, and says honestly whether the notice may have arrived. */
  send(row: NoticeRow, signal: AbortSignal): Promise<Delivery>
  close(): Promise<void>
}

/** What is known of a kind of channel without its secrets: whom it reaches, and what it can prove. */
export interface ChannelAbout {
  readonly words: string
  readonly reach: Reach
  /** What its service said when it took a notice over: 渠道已收下. */
  readonly accepted: string
  /** What proves here that a notice was delivered or read; null: nothing does, but that its person signs. */
  readonly proof: string | null
  /** Files go with its notices. */
  readonly carriesFiles?: boolean
}

/** The title as a person sees it: what may have come before says so, after the mark of a drill. */
export function shownTitle({ notice, possibleDuplicate }: NoticeRow): string {
  const title = notice.title.replace(/\p{Cc}+/gu, ' ').trim()
  if (!possibleDuplicate) return title
  return title.startsWith(drillMark) ? `${drillMark}【可能重复】${title.slice(drillMark.length)}` : `【可能重复】${title}`
}

/** `Ⅰ◆特别重大`, or null for a notice about no incident. */
export function shownGrade({ notice }: NoticeRow): string | null {
  return notice.grade === null ? null : gradeMarks[notice.grade]
}

/** The page that it leads to, whole where the address of the page is known; null where it leads nowhere. */
export function shownLink({ notice }: NoticeRow, baseUrl: string | null): string | null {
  return notice.link === null || baseUrl === null ? notice.link : new URL(notice.link, baseUrl).href
}

/** Links for a channel that reaches one person alone. */
export interface PersonalLinks {
  readonly baseUrl: string | null
  readonly signLinks?: Pick<SignLinks, 'issue'> | null
}

/** 一键签收链接 of the notice; null where there is none. In a group anybody could press it, so robots never carry one. */
export function signLinkOf({ notice }: NoticeRow, { signLinks }: PersonalLinks): string | null {
  return signLinks?.issue(notice) ?? null
}

/** An address that names this very machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare)
}

/** What a system error is called, for a person who has to mend the channel. */
export function faultWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code} ` : ''
  return `${code}${error.message}`.slice(0, 300)
}
