import type { Sha256 } from '../core/incident/chain.ts'

/**
 * Tells the accounts of a platform apart and names nobody: the first 16 hex digits of the SHA-256 of the id, as MediaCrawler writes its
 * `creator_hash`, so that who was imported and who was crawled is the same. Null without an id.
 */
export function authorHash(platform: string, accountId: string | null | undefined, sha256: Sha256): string | null {
  return accountId === null || accountId === undefined || accountId === '' ? null : `${platform}:${sha256(accountId).slice(0, 16)}`
}
