import type { Mention } from '../../core/mention.ts'
import type { Visit } from '../crawler.ts'

/** What one more look at a mention brought. */
export type Look =
  /** It is there: the observation, with the id of the mention. What the look does not show stays as it was seen last. */
  | { readonly kind: 'seen'; readonly mention: Mention }
  /** The address answers that there is nothing; it counts once a second look agrees. */
  | { readonly kind: 'missing'; readonly words: string }
  /** The page or the platform says that it was deleted. */
  | { readonly kind: 'deleted'; readonly words: string }

/**
 * 复访: looks at one mention again, by the way of its kind. Throws whatever kept it from being seen: blocked, not allowed by robots.txt, a changed
 * layout are no deletion.
 */
export type Revisit<Settings> = (visit: Visit, mention: Mention, settings: Settings) => Promise<Look>

/** There as it was, as far as the look shows: nothing of it is said to be new. */
export function seenAgain(visit: Pick<Visit, 'clock'>, { gone: _gone, ...mention }: Mention): Look {
  return { kind: 'seen', mention: { ...mention, observedAt: visit.clock.now() } }
}
