import type { Instant } from '../instant.ts'
import type { MentionId } from '../mention.ts'
import type { Member } from './digest.ts'

/** The first mention of one kind of medium: a station on a matter's way from one to the next. */
export interface SpreadStep {
  readonly sourceKind: string
  readonly source: string
  readonly mentionId: MentionId
  readonly publishedAt: Instant | null
  /** Whom it names as those it has it from, the nearest first; the last is where its words began. */
  readonly via: readonly string[]
}

/** @param members in order of publication. The way of a matter through the kinds of media, the first source first. */
export function spreadOf(members: readonly Member[]): SpreadStep[] {
  const steps = new Map<string, SpreadStep>()
  for (const { mention, via } of members) {
    const { sourceKind, source, id, publishedAt } = mention
    if (!steps.has(sourceKind)) steps.set(sourceKind, { sourceKind, source, mentionId: id, publishedAt, via })
  }
  return [...steps.values()]
}

const mostNamed = 8
const forwarding = /\/\/\s?@([^:：@/\s]{1,30})\s?[:：]/g

/** Names in a chain of forwarding, `//@甲://@乙:`, the nearest first. */
export function forwardedVia(text: string | null): string[] {
  if (text === null || !text.includes('//')) return []
  return [...text.slice(0, 2000).matchAll(forwarding)].slice(0, mostNamed).flatMap(([, name]) => name ?? [])
}
