import type { Sha256 } from '../../core/incident/chain.ts'

/** An incident is named by its founding mention, so that opening it twice makes one. */
export function incidentIdOf(sha256: Sha256, foundingMentionId: string): string {
  return `inc-${sha256(foundingMentionId).slice(0, 20)}`
}
