import type { Sha256 } from './incident/chain.ts'
import type { Notice } from './notice.ts'

/** The same subject, reason, round, person and channel give the same id, so asking twice makes one notice. */
export function noticeId(sha256: Sha256, subject: Notice['subject'], reason: string, round: number, contactId: string, channel: string): string {
  return sha256([subject.kind, subject.id, reason, round, contactId, channel].join('\n')).slice(0, 32)
}
