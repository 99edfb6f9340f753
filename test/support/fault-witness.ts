import { groupName, topicName } from '../../adapters/kafka/options.ts'
import { countDocuments } from '../../tools/engines/elasticsearch-witness.ts'
import { consumeAll, describeGroup, recordCount } from '../../tools/engines/kafka-witness.ts'
import type { Stage } from './fault-stage.ts'
import type { Outcome } from './fault-verdict.ts'

/** What Kafka's own tools and Elasticsearch's `_count` by plain HTTP say. */
export interface Witness {
  readonly mentionsInTopic: number
  readonly keysInTopic: number
  readonly deadLettersInTopic: number
  readonly documents: number
  readonly lag: Readonly<Record<string, number>>
}

/** The topic that each group of the system reads. */
export const groups = { assess: 'mentions', group: 'assessed', alerting: 'incidents' } as const

export async function askWitnesses({ kafka, elasticsearch, cluster }: Stage): Promise<Witness> {
  const { prefix } = cluster.kafka
  const mentions = await consumeAll(kafka, topicName(prefix, 'mentions'))
  return {
    mentionsInTopic: mentions.length,
    keysInTopic: new Set(mentions.map(({ key }) => key)).size,
    deadLettersInTopic: await recordCount(kafka, topicName(prefix, 'dead-letters')),
    documents: await countDocuments(elasticsearch.access, `${cluster.elasticsearch.prefix}-mentions`),
    lag: Object.fromEntries(await Promise.all(Object.keys(groups).map(async (group) => [group, await lagOf({ kafka }, groupName(prefix, group))])))
  }
}

async function lagOf({ kafka }: Pick<Stage, 'kafka'>, group: string): Promise<number> {
  const partitions = await describeGroup(kafka, group)
  // Where a group never committed, everything waits.
  return partitions.reduce((sum, { lag, end }) => sum + (lag ?? end), 0)
}

/** The witnesses share no code with the product: where they differ from what was produced or read, somebody errs. */
export function disagreements({ produced, mentions, deadLetters }: Outcome, witness: Witness): string[] {
  const waiting = Object.entries(witness.lag).filter(([, records]) => records > 0)
  return [
    ...(witness.keysInTopic === produced.length ? [] : [`产生 ${produced.length} 条，主题中有 ${witness.keysInTopic} 条`]),
    ...(witness.documents === mentions.length ? [] : [`读到 ${mentions.length} 篇，_count 说 ${witness.documents} 篇`]),
    ...(witness.deadLettersInTopic === deadLetters.length ? [] : [`读到死信 ${deadLetters.length} 封，主题中有 ${witness.deadLettersInTopic} 封`]),
    ...waiting.map(([group, records]) => `kafka-consumer-groups 说 ${group} 还有 ${records} 条`)
  ]
}
