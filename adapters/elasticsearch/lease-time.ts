/** A crashed holder must not keep what it leased from others for longer. */
export const maxLeaseMs = 30_000

/**
 * A lease that ends later than this from now was made before a clock was set back: it counts as run out. Twice the longest lease,
 * since the clocks of two machines differ, and a fresh lease of the one that is ahead must not look so to the other.
 */
export const farthestEndMs = 2 * maxLeaseMs
