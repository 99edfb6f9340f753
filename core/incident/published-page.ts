import type { PublishedEvidence } from './events.ts'

/** A page as the system fetched it, with its whole text; nothing of it is kept yet. */
export interface SeenPage {
  readonly evidence: Omit<PublishedEvidence, 'snapshot'>
  readonly text: string
}

/** The same, kept: its bytes under `snapshot`, its text under `textHash`. */
export interface PublishedPage extends SeenPage {
  readonly evidence: PublishedEvidence
}
