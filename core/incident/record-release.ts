import { begin, type CommandContext } from './command.ts'
import type { PublishedEvidence } from './events.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 记录权威发布. The evidence is what the system itself fetched and keeps; without it this verb cannot be called. */
export function recordRelease(state: IncidentState, command: { readonly evidence: PublishedEvidence }, context: CommandContext): Decision {
  begin(state, context, 'incident.record-release')
  if (state.releases.some((release) => release.url === command.evidence.url && release.textHash === command.evidence.textHash)) return []
  return [{ type: 'release-recorded', evidence: command.evidence }]
}
