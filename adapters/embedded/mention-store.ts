import type { Stores } from '../../core/ports.ts'
import { totalCap } from '../../core/search.ts'
import type { mentionReads } from './mention-reads.ts'
import type { rollupReads } from './mention-rollup.ts'
import type { tallyReads } from './mention-tally.ts'
import type { mentionWrites } from './mention-writes.ts'
import type { WorkerClient } from './worker-client.ts'

/** Searches have a thread of their own, so that a slow one does not hold up the log and the sweep. */
export function createMentionStore(writer: WorkerClient, reader: WorkerClient, searcher: WorkerClient): Stores['mentions'] {
  const write = writer.caller<typeof mentionWrites>()
  const read = reader.caller<typeof mentionReads>()
  const search = searcher.caller<typeof mentionReads>()
  const rollup = reader.caller<typeof rollupReads>()
  const tally = searcher.caller<typeof tallyReads>()
  return {
    putMany: async (mentions) => (mentions.length === 0 ? [] : write('putMentions', { mentions })),
    get: async (id) => (await read('getMentions', { ids: [id] }))[0] ?? null,
    getMany: async (ids) => (ids.length === 0 ? [] : read('getMentions', { ids })),
    whole: (id) => read('wholeMention', { id }),
    knownContent: (ids) => read('knownMentions', { ids }),
    async assign(pairs) {
      if (pairs.length > 0) await write('assignMentions', { pairs })
    },
    ofIncidents: (incidentIds, limit) => read('mentionsOfIncidents', { incidentIds, limit }),
    rollups: (incidents) => Promise.all(incidents.map((incidentIds) => rollup('rollupMentions', { incidentIds }))),
    tally: (range) => tally('tallyMentions', range),
    search: (query) => search('searchMentions', { query, cap: totalCap }),
    facets: (query) => search('facetMentions', query),
    arrived: (query) => search('arrivedMentions', query),
    seriesOf: async (ids) => (ids.length === 0 ? new Map() : read('seriesOfMentions', { ids })),
    engagementSeries: (id) => read('engagementSeries', { id }),
    versions: (id) => read('mentionVersions', { id }),
    count: () => read('countMentions', undefined)
  }
}
