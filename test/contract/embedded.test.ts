import { embeddedPlace } from '../support/embedded-place.ts'
import { accountsContract } from './accounts.ts'
import { auditLogContract } from './audit-log.ts'
import { crawlStateContract } from './crawl-state.ts'
import { documentNumbersContract } from './document-numbers.ts'
import { eventLogContract } from './event-log.ts'
import { evidenceStoreContract } from './evidence-store.ts'
import { incidentStoreContract } from './incident-store.ts'
import { leasesContract } from './leases.ts'
import { mentionArrivalsContract } from './mention-arrivals.ts'
import { mentionFacetsContract } from './mention-facets.ts'
import { mentionSearchContract } from './mention-search.ts'
import { mentionStoreContract } from './mention-store.ts'
import { mentionTallyContract } from './mention-tally.ts'
import { noticeStoreContract } from './notice-store.ts'
import { ruleBookContract } from './rule-book.ts'
import { savedSearchesContract } from './saved-searches.ts'

eventLogContract('embedded', embeddedPlace)
mentionStoreContract('embedded', embeddedPlace)
mentionSearchContract('embedded', embeddedPlace)
mentionTallyContract('embedded', embeddedPlace)
mentionFacetsContract('embedded', embeddedPlace)
mentionArrivalsContract('embedded', embeddedPlace)
savedSearchesContract('embedded', embeddedPlace)
incidentStoreContract('embedded', embeddedPlace)
noticeStoreContract('embedded', embeddedPlace)
auditLogContract('embedded', embeddedPlace)
evidenceStoreContract('embedded', embeddedPlace)
leasesContract('embedded', embeddedPlace)
documentNumbersContract('embedded', embeddedPlace)
crawlStateContract('embedded', embeddedPlace)
accountsContract('embedded', embeddedPlace)
ruleBookContract('embedded', embeddedPlace)
