import type { AnchorKind, CountdownKind, CountdownState } from '../core/countdown.ts'
import type { Grade } from '../core/grade.ts'
import type { AfterAct } from './after.ts'
import type { Carried } from './course.ts'
import type { Deed } from './deed.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { PaperAct } from './papers.ts'
import type { OpenIncidentRequest } from '../dashboard-api/contract-verbs.ts'
import { addMs, hourMs, minuteMs, parseInstant, type Instant } from '../core/instant.ts'

/** The replica city's sites that carry items: two news portals, a citizens' forum read by RSS, and a microblog. */
export type Site = 'news' | 'metro' | 'forum' | 'weibo'

/** What an item is in the play. Only `false-friend` and `noise` belong to no incident. */
export type ItemRole = 'report' | 'repost' | 'rewrite' | 'false-friend' | 'noise'

export interface WeiboDetails {
  /** Final counts; they grow towards these. */
  readonly likes: number
  readonly comments: number
  readonly reposts: number
  readonly region: string
  /** Key of the item that this one repeats. */
  readonly retweetOf: string | null
  readonly pinned: boolean
}

/** One thing that somebody publishes in the replica city. */
export interface ScenarioItem {
  readonly key: string
  /** Five digits, unique; every address of the item ends with them. */
  readonly number: number
  readonly site: Site
  readonly at: Instant
  readonly title: string | null
  readonly text: string
  readonly author: string
  readonly role: ItemRole
  /** Key of the incident that it speaks of, by the truth table. */
  readonly incident: string | null
  readonly weibo: WeiboDetails | null
}

export type Draft = Omit<ScenarioItem, 'number'>

/** What must become of one countdown by the end of the play. */
export interface CountdownTruth {
  readonly kind: CountdownKind
  readonly state: CountdownState
  /** It was over before its evidence came: posts that must have been told of that, after it had been told that it was due soon. */
  readonly overdueToldTo?: readonly string[]
}

/** The truth about one incident. */
export interface IncidentTruth {
  readonly key: string
  readonly name: string
  readonly grade: Grade
  /** The moment that its clocks count from. */
  readonly anchor: { readonly kind: AnchorKind; readonly at: Instant; readonly toleranceMinutes: number }
  readonly countdowns: readonly CountdownTruth[]
  /** No site tells of it: a person opens it, by this name. */
  readonly byHand?: true
}

/** The posts whose people the script moves. */
export const players = ['duty-officer', 'analyst', 'handler', 'spokesperson', 'deputy-leader', 'leader', 'supervisor'] as const
export type Player = (typeof players)[number]

/** Something that a person of the drill does, at a civil moment. */
export interface ScriptedAct {
  readonly id: string
  readonly incident: string
  /** Not before; and only once the incident stands on the desk with `whenGrade`, where given. */
  readonly at: Instant
  readonly whenGrade?: Grade
  readonly by: Player
  readonly act:
    | { readonly do: 'acknowledge'; readonly note: string }
    | { readonly do: 'confirm-grade'; readonly grade: Grade; readonly reason: string }
    | { readonly do: 'assign'; readonly department: string; readonly instruction: string }
    | { readonly do: 'accept'; readonly department: string }
    /** `body` null: the page carries the wording that is in force. */
    | { readonly do: 'release'; readonly title: string; readonly body: string | null }
    | { readonly do: 'conference'; readonly title: string; readonly body: string; readonly venue: string; readonly speaker: string }
    /** 人工立案: of what reached nobody but people. */
    | { readonly do: 'open'; readonly request: OpenIncidentRequest }
    | Deed
    | PaperAct
    | AfterAct
}

export interface Scenario {
  readonly name: string
  readonly city: string
  /** The play covers [startsAt, endsAt). */
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** By hand the clock begins here: the first major report is about to appear. */
  readonly liveFrom: Instant
  readonly items: readonly ScenarioItem[]
  /** What is said on other kinds of places; none of it is of an incident. */
  readonly elsewhere: Elsewhere
  readonly incidents: readonly IncidentTruth[]
  readonly acts: readonly ScriptedAct[]
  /** The matter that is carried through all of it. */
  readonly carried: Carried
}

const firstNumber = 10_001

/** Numbers the drafts in order of time, so that later items have larger ids, as real sites do. */
export function numbered(drafts: readonly Draft[]): ScenarioItem[] {
  const inOrder = drafts.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : 1))
  return inOrder.map((draft, index) => ({ ...draft, number: firstNumber + index }))
}

/** The number in an address of the replica city, whatever the site; null for any other address. */
export function numberInUrl(url: string): number | null {
  const digits = /(\d{5})(?:\.\w+)?(?:[?#].*)?$/.exec(url)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** `08:27` on the scenario's day, or `-1 21:40` a day earlier, at +08:00. */
export function momentOn(day: string): (time: string) => Instant {
  return (time) => {
    const match = /^(?:([+-]\d+) )?(\d\d):(\d\d)$/.exec(time)
    const midnight = parseInstant(`${day}T00:00:00+08:00`)
    if (match === null || midnight === null) throw new TypeError(`not a time of a scenario: ${day} ${time}`)
    return addMs(midnight, Number(match[1] ?? 0) * 24 * hourMs + Number(match[2]) * hourMs + Number(match[3]) * minuteMs)
  }
}

/** The speed at which the scenario takes `realMs`, held within what the clock promises (1 to 1000). */
export function speedFor(scenario: Pick<Scenario, 'startsAt' | 'endsAt'>, realMs: number): number {
  const civilMs = Date.parse(scenario.endsAt) - Date.parse(scenario.startsAt)
  return Math.min(1000, Math.max(1, Math.ceil(civilMs / realMs)))
}
