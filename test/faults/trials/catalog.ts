import type { Trial } from '../../support/fault-trial.ts'
import { brokerDown } from './broker-down.ts'
import { brokerOfThree } from './broker-of-three.ts'
import { brokerStopped } from './broker-stopped.ts'
import { elasticsearchHalf, elasticsearchRefuses } from './elasticsearch-busy.ts'
import { elasticsearchDown } from './elasticsearch-down.ts'
import { drillRolesKilled } from './drill-roles-killed.ts'
import { everythingShort } from './everything-short.ts'
import { fullDiskElasticsearch } from './full-disk-elasticsearch.ts'
import { fullDiskKafka } from './full-disk-kafka.ts'
import { elasticsearchHalfOpen, kafkaHalfOpen } from './half-open.ts'
import { joiningAndLeaving } from './joining-and-leaving.ts'
import { poison } from './poison.ts'
import { rolesKilled } from './roles-killed.ts'
import { schedules } from './schedules.ts'

/** Every trial, in the order in which they run. */
export const trials: readonly Trial[] = [
  everythingShort,
  brokerDown(5),
  brokerDown(60),
  brokerStopped,
  kafkaHalfOpen,
  brokerOfThree,
  elasticsearchDown(60),
  elasticsearchRefuses,
  elasticsearchHalf,
  elasticsearchHalfOpen,
  poison,
  schedules,
  joiningAndLeaving,
  rolesKilled,
  drillRolesKilled,
  fullDiskElasticsearch,
  fullDiskKafka
]
