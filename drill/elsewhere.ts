import type { Instant } from '../core/instant.ts'

/** What one person says at one moment. */
export interface Post {
  readonly at: Instant
  readonly author: string
  readonly text: string
}

/** A thread of a board; the first post opens it. */
export interface Talk {
  /** Unique on its site; no address of an item of the scenario ends with it. */
  readonly number: number
  readonly title: string
  readonly posts: readonly [Post, ...Post[]]
}

/** For how long a site shows its sign-in in place of everything. */
export interface Wall {
  readonly from: Instant
  readonly until: Instant
}

/** An article of an official account. */
export interface Article {
  readonly number: number
  readonly at: Instant
  readonly title: string
  readonly text: string
}

/** 工单: one call as the hotline took it down. `again`: its system sends it a second time. */
export interface Ticket {
  readonly number: string
  readonly at: Instant
  readonly title: string
  readonly text: string
  readonly caller: string
  readonly place: string
  readonly again: 'same-request' | 'signed-anew' | null
}

/** The kinds of places that the items of a scenario do not stand on. What they say is of no incident. */
export interface Elsewhere {
  /** A board of Discuz!, which goes behind a wall in mid-play. */
  readonly board: { readonly talks: readonly Talk[]; readonly wall: Wall }
  /** `forum` without 吧. */
  readonly tieba: { readonly forum: string; readonly talks: readonly Talk[] }
  /** `feed`: id of the account in wewe-rss. */
  readonly wechat: { readonly account: string; readonly feed: string; readonly articles: readonly Article[] }
  /** `list`: id of the list in newsnow. */
  readonly hotList: { readonly list: string; readonly topics: readonly string[] }
  readonly tickets: readonly Ticket[]
}

/** Ids, names and rhythm of their sources, as the configuration and the expectations use them. */
export const elsewhereSources = {
  board: { id: 'board', name: '云港在线论坛', intervalMinutes: 40 },
  tieba: { id: 'tieba', name: '云港吧', intervalMinutes: 60 },
  wechat: { id: 'wechat', name: '云港生活', intervalMinutes: 60 },
  hotList: { id: 'hot-list', name: '云港热榜', intervalMinutes: 30 },
  hotline: { id: 'hotline', name: '云港12345热线', intervalMinutes: 30 }
} as const

/** The posts of a talk that are there by a moment; none before its first one. */
export function postsBy(talk: Talk, moment: Instant): readonly Post[] {
  return talk.posts.filter(({ at }) => at <= moment)
}
