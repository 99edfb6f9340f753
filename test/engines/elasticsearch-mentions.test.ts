import { describe } from 'vitest'
import { mentionSearchContract } from '../contract/mention-search.ts'
import { mentionStoreContract } from '../contract/mention-store.ts'
import { mentionArrivalsContract } from '../contract/mention-arrivals.ts'
import { mentionFacetsContract } from '../contract/mention-facets.ts'
import { mentionTallyContract } from '../contract/mention-tally.ts'
import { elasticsearchMentionsPlace } from '../support/elasticsearch-mentions-place.ts'
import { elasticsearchNodes } from '../support/elasticsearch-place.ts'

describe.skipIf(elasticsearchNodes.length === 0)('on the server of WANGLOU_ELASTICSEARCH_NODES', () => {
  mentionStoreContract('elasticsearch', elasticsearchMentionsPlace)
  mentionSearchContract('elasticsearch', elasticsearchMentionsPlace)
  mentionTallyContract('elasticsearch', elasticsearchMentionsPlace)
  mentionFacetsContract('elasticsearch', elasticsearchMentionsPlace)
  mentionArrivalsContract('elasticsearch', elasticsearchMentionsPlace)
})
