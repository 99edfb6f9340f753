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

/** The kinds of places that the items of a scenario do not stand on. What they say is of no incident. */
export interface Elsewhere {
  /** A board of Discuz!, which goes behind a wall in mid-play. */
  readonly board: { readonly talks: readonly Talk[]; readonly wall: Wall }
}

/** Ids, names and rhythm of their sources, as the configuration and the expectations use them. */
export const elsewhereSources = {
  board: { id: 'board', name: '云港在线论坛', intervalMinutes: 40 }
} as const

/** The posts of a talk that are there by a moment; none before its first one. */
export function postsBy(talk: Talk, moment: Instant): readonly Post[] {
  return talk.posts.filter(({ at }) => at <= moment)
}
