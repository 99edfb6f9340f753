import type { estypes } from '@elastic/elasticsearch'
import { storedText, storedWhole, type IndexKind } from './index-kind.ts'

const words = { type: 'text', analyzer: 'whitespace', norms: false } as const satisfies estypes.MappingProperty
/** Found by its value, never counted or sorted by. */
const matched = { type: 'keyword', doc_values: false } as const satisfies estypes.MappingProperty
/** Added up, never searched for. */
const summed = { type: 'long', index: false } as const satisfies estypes.MappingProperty
const storedNumber = { type: 'integer', index: false, doc_values: false } as const satisfies estypes.MappingProperty

/** Mentions, one document each: what is searched for as fields of their own, everything else as it came. */
export const mentionKind: IndexKind = {
  name: 'mentions',
  version: 2,
  dated: true,
  properties: {
    id: { type: 'keyword' },
    sortMs: { type: 'long' },
    kind: { type: 'keyword' },
    source: { type: 'keyword', index: false },
    sourceKey: matched,
    authorKey: matched,
    grade: matched,
    relevant: { type: 'boolean', doc_values: false },
    polarity: { type: 'byte', doc_values: false },
    views: summed,
    likes: summed,
    comments: summed,
    reposts: summed,
    incidentId: matched,
    title: words,
    text: words,
    contentHash: storedText,
    contentSince: storedText,
    engagement: storedText,
    rulesVersion: storedText,
    firstSeenAt: storedText,
    /** Real milliseconds at which it was stored first; absent in what was stored before this was kept. */
    arrivedMs: { type: 'long' },
    /** True where it is gone from where it stood; absent otherwise. */
    gone: { type: 'boolean', doc_values: false },
    versionCount: storedNumber,
    observationCount: storedNumber,
    series: storedWhole,
    olderTexts: storedWhole,
    mention: storedWhole,
    assessment: storedWhole
  }
}

/** Assignments of mentions that are not stored yet, and the sentinel of `early-assignments.ts`. */
export const earlyAssignmentKind: IndexKind = {
  name: 'early-assignments',
  version: 1,
  dated: false,
  shards: 1,
  properties: { incidentId: storedText }
}
