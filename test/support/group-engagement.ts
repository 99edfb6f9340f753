import type { Engagement } from '../../core/mention.ts'

/** Sums what is known; null where nothing is. */
export function sumOfEngagement(all: readonly Engagement[]): Engagement {
  const sum = (counts: readonly (number | null)[]) => counts.reduce((total, count) => (count === null ? total : (total ?? 0) + count), null)
  return {
    views: sum(all.map((one) => one.views)),
    likes: sum(all.map((one) => one.likes)),
    comments: sum(all.map((one) => one.comments)),
    reposts: sum(all.map((one) => one.reposts))
  }
}
