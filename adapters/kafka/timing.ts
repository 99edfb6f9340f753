/**
 * Milliseconds, chosen together. A consumer that is killed is missed after `session`, and the others learn of it at their next
 * heartbeat: 12.5 s until its partitions move. A broker that stops answering is left after `request`; while it is away it is
 * tried every `maxRetry`, so that work goes on soon after it is back.
 */
export const timing = {
  connect: 3000,
  /** No answer for so long means that the connection is dead, even though it looks open. */
  request: 10_000,
  /** What a broker itself waits for its followers: shorter than `request`, so that it can still say so. */
  produce: 8000,
  session: 10_000,
  heartbeat: 2500,
  /** How long others wait for a member's chunk in hand when a group shares its partitions anew. */
  rebalance: 20_000,
  /** A fetch that finds nothing returns after this; also the delay until a resumed partition is fetched. */
  fetchWait: 300,
  firstRetry: 100,
  maxRetry: 2000,
  /** A consumer from which nothing came for so long, */
  stalled: 30_000,
  /** and nothing either for so long after the cluster answered others, is built anew. */
  comeBack: 12_000,
  /** An append that cannot be stored is given up after this without any progress. */
  append: 30_000,
  /** Until a clean end is given up for an abrupt one. */
  leave: 8000
} as const

/** How often kafkajs tries within its calls where somebody else puts an end to it. */
export const retriesWithoutEnd = 100_000
