import { describe } from 'vitest'
import { accountsContract } from '../contract/accounts.ts'
import { auditLogContract } from '../contract/audit-log.ts'
import { crawlStateContract } from '../contract/crawl-state.ts'
import { documentNumbersContract } from '../contract/document-numbers.ts'
import { evidenceStoreContract } from '../contract/evidence-store.ts'
import { incidentStoreContract } from '../contract/incident-store.ts'
import { leasesContract } from '../contract/leases.ts'
import { noticeStoreContract } from '../contract/notice-store.ts'
import { ruleBookContract } from '../contract/rule-book.ts'
import { savedSearchesContract } from '../contract/saved-searches.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'

describe.skipIf(elasticsearchNodes.length === 0)('on the server of WANGLOU_ELASTICSEARCH_NODES', () => {
  incidentStoreContract('elasticsearch', elasticsearchPlace)
  noticeStoreContract('elasticsearch', elasticsearchPlace)
  auditLogContract('elasticsearch', elasticsearchPlace)
  evidenceStoreContract('elasticsearch', elasticsearchPlace)
  leasesContract('elasticsearch', elasticsearchPlace)
  documentNumbersContract('elasticsearch', elasticsearchPlace)
  crawlStateContract('elasticsearch', elasticsearchPlace)
  savedSearchesContract('elasticsearch', elasticsearchPlace)
  accountsContract('elasticsearch', elasticsearchPlace)
  ruleBookContract('elasticsearch', elasticsearchPlace)
})
