import { systemClock } from '../../adapters/clock.ts'
import { createClient } from '../../adapters/elasticsearch/client.ts'
import { createMentionStore } from '../../adapters/elasticsearch/mention-store.ts'
import { earlyAssignmentKind, mentionKind } from '../../adapters/elasticsearch/mention-kind.ts'
import type { ElasticsearchOptions } from '../../adapters/elasticsearch/options.ts'
import { putTemplates } from '../../adapters/elasticsearch/templates.ts'
import { strongRandom } from '../../adapters/hash.ts'
import type { Clock } from '../../core/clock.ts'
import type { Logger, MentionStore } from '../../core/ports.ts'
import type { Place } from '../contract/place.ts'
import { elasticsearchPlace } from './elasticsearch-place.ts'

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Mentions alone on a real server, in indices of a prefix of their own. */
export async function elasticsearchMentionsPlace(
  more: Partial<ElasticsearchOptions> & { readonly clock?: Clock } = {}
): Promise<Place<{ readonly mentions: MentionStore }> & { readonly options: ElasticsearchOptions }> {
  const { clock = systemClock, ...others } = more
  const place = await elasticsearchPlace(others)
  const { options } = place
  return {
    options,
    remove: () => place.remove(),
    async open() {
      const client = createClient(options)
      const deps = { client, options, clock, random: strongRandom, logger: silent }
      await putTemplates(deps, [mentionKind, earlyAssignmentKind])
      return { mentions: createMentionStore(deps), close: () => client.close() }
    }
  }
}
