import { readCursors, frontierSource } from '../adapters/embedded/export/crawl-state.ts'
import { readDocumentNumbers } from '../adapters/embedded/export/document-numbers.ts'
import { evidenceSource } from '../adapters/embedded/export/evidence.ts'
import type { Folder } from '../adapters/embedded/export/folder.ts'
import { incidentSource } from '../adapters/embedded/export/incidents.ts'
import { readLeases } from '../adapters/embedded/export/leases.ts'
import { earlyAssignmentSource, mentionSource } from '../adapters/embedded/export/mentions.ts'
import { noticeSource } from '../adapters/embedded/export/notices.ts'
import { oneTimeLinkSource } from '../adapters/embedded/export/one-time-links.ts'
import { auditSource, readAuditHead } from '../adapters/embedded/export/audit.ts'
import { auditTarget, type AuditTarget } from '../adapters/elasticsearch/import/audit.ts'
import { cursorTarget, frontierTarget, healthTarget } from '../adapters/elasticsearch/import/crawl-state.ts'
import { documentNumberTarget } from '../adapters/elasticsearch/import/document-numbers.ts'
import { evidenceTarget } from '../adapters/elasticsearch/import/evidence.ts'
import { incidentTarget } from '../adapters/elasticsearch/import/incidents.ts'
import { leaseTarget } from '../adapters/elasticsearch/import/leases.ts'
import { earlyAssignmentTarget, mentionTarget } from '../adapters/elasticsearch/import/mentions.ts'
import { noticeTarget } from '../adapters/elasticsearch/import/notices.ts'
import { accountTarget, oneTimeLinkTarget, sessionTarget } from '../adapters/elasticsearch/import/people.ts'
import { sha256OfBytes } from '../adapters/hash.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import type { MovedEvidence } from '../core/moved.ts'
import type { Destination } from './destination.ts'
import { logPart } from './log-part.ts'
import { listed, pagedPart } from './paged-part.ts'
import type { Part } from './part.ts'

/** Everything that is moved, in the order in which it is: what others point to comes first. */
export function partsOf(folder: Folder, destination: Destination): readonly Part[] {
  return [
    ...evidenceAndMentions(folder, destination),
    ...incidentsAndNotices(folder, destination),
    ...crawlState(folder, destination),
    ...people(folder, destination),
    ...records(folder, destination)
  ]
}

function evidenceAndMentions({ connection, evidenceDirectory, stores: from }: Folder, { deps, stores, patiently }: Destination): Part[] {
  return [
    pagedPart({
      name: 'evidence',
      words: '证据',
      source: evidenceSource(evidenceDirectory, from.evidence),
      target: evidenceTarget(deps, stores.evidence),
      patiently,
      nameOf: ({ key }) => key,
      print: printEvidence,
      isDamaged: ({ content }) => content === null
    }),
    pagedPart({
      name: 'mentions',
      words: '信息',
      source: mentionSource(connection),
      target: mentionTarget(deps),
      patiently,
      nameOf: ({ mention }) => mention.id,
      tally: ({ series, olderTexts, incidentId }) => ({ 互动数据: series.length, 旧版正文: olderTexts.length, 已归并: incidentId === null ? 0 : 1 })
    }),
    pagedPart({
      name: 'early-assignments',
      words: '提前归并',
      source: earlyAssignmentSource(connection),
      target: earlyAssignmentTarget(deps, stores.mentions),
      patiently,
      nameOf: ({ id }) => id
    })
  ]
}

/** Bytes by their hash, read back from both sides. */
function printEvidence({ key, content }: MovedEvidence): string {
  if (content === null) return key
  const { bytes, ...about } = content
  return canonicalJson({ key, hash: sha256OfBytes(bytes), ...about })
}

function incidentsAndNotices({ connection, stores: from }: Folder, { deps, stores, patiently }: Destination): Part[] {
  const audit: AuditTarget = auditTarget(deps, stores.audit)
  return [
    pagedPart({
      name: 'incidents',
      words: '事件',
      source: incidentSource(connection),
      target: incidentTarget(deps, stores.incidents),
      patiently,
      nameOf: ({ id }) => id,
      tally: ({ events }) => ({ 时间线: events.length })
    }),
    pagedPart({
      name: 'notices',
      words: '通知',
      source: noticeSource(connection),
      target: noticeTarget(deps),
      patiently,
      nameOf: ({ row }) => row.notice.id,
      tally: ({ row }) => ({ [row.state]: 1 })
    }),
    pagedPart({
      name: 'audit',
      words: '审计',
      source: auditSource(from.audit),
      target: audit,
      patiently,
      nameOf: ({ seq }) => String(seq),
      figures: async () => [{ words: '链首', folder: readAuditHead(connection), cluster: await audit.head() }]
    }),
    pagedPart({
      name: 'leases',
      words: '租约',
      source: listed(() => readLeases(connection)),
      target: leaseTarget(deps),
      patiently,
      nameOf: ({ name }) => name
    }),
    pagedPart({
      name: 'document-numbers',
      words: '文号',
      source: listed(() => readDocumentNumbers(connection)),
      target: documentNumberTarget(deps),
      patiently,
      nameOf: ({ series }) => series,
      tally: ({ documentIds }) => ({ 文书: documentIds.length })
    })
  ]
}

function crawlState({ connection, stores: from }: Folder, { deps, stores, patiently }: Destination): Part[] {
  return [
    pagedPart({
      name: 'frontier',
      words: '采集队列',
      source: frontierSource(connection),
      target: frontierTarget(deps),
      patiently,
      nameOf: ({ sourceId, key }) => `${sourceId} ${key}`,
      tally: ({ done }) => ({ 已完成: done ? 1 : 0 })
    }),
    pagedPart({
      name: 'cursors',
      words: '采集位置',
      source: listed(() => readCursors(connection)),
      target: cursorTarget(deps, stores.crawl),
      patiently,
      nameOf: ({ sourceId, name }) => `${sourceId} ${name}`
    }),
    pagedPart({
      name: 'health',
      words: '采集源状态',
      source: listed(() => from.crawl.health()),
      target: healthTarget(deps, stores.crawl),
      patiently,
      nameOf: ({ sourceId }) => sourceId
    })
  ]
}

function people({ connection, stores: from }: Folder, { deps, stores, patiently }: Destination): Part[] {
  return [
    pagedPart({
      name: 'accounts',
      words: '人员',
      source: listed(() => from.accounts.list()),
      target: accountTarget(stores.accounts),
      patiently,
      nameOf: ({ login }) => login
    }),
    pagedPart({
      name: 'sessions',
      words: '会话',
      source: listed(() => from.accounts.sessions(null)),
      target: sessionTarget(deps, stores.accounts),
      patiently,
      nameOf: ({ tokenHash }) => tokenHash
    }),
    pagedPart({
      name: 'one-time-links',
      words: '一次性链接',
      source: oneTimeLinkSource(connection),
      target: oneTimeLinkTarget(deps, stores.accounts),
      patiently,
      nameOf: ({ tokenHash }) => tokenHash
    })
  ]
}

/** Hints of incidents are not moved: whoever starts reads the incidents themselves. */
function records(folder: Folder, { stores: { log }, inspection, patiently }: Destination): Part[] {
  const common = { folder, log, inspection, patiently }
  return [
    logPart({ ...common, name: 'log-mentions', words: '待研判', topic: 'mentions', group: 'assess' }),
    logPart({ ...common, name: 'log-assessed', words: '待归并', topic: 'assessed', group: 'group' }),
    logPart({ ...common, name: 'log-dead-letters', words: '死信', topic: 'dead-letters', group: null })
  ]
}
