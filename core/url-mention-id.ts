import type { Sha256 } from './incident/chain.ts'
import { canonicalUrl, MentionId } from './mention.ts'

/** The id of what has no platform id: of its canonical address. */
export function urlMentionId(url: string, sha256: Sha256): MentionId {
  return MentionId.parse(`url:${sha256(canonicalUrl(url)).slice(0, 32)}`)
}
