import type { Logger, Running } from '../../core/ports.ts'
import type { Topic } from '../../core/records.ts'
import { ClusterAccess } from './cluster-access.ts'
import { describeKafka, type KafkaDescription } from './describe.ts'
import { edgeOffsets, lagOf, type Offsets } from './offsets.ts'
import { groupName, topicName, type KafkaOptions } from './options.ts'
import { Outages } from './outages.ts'

/** Looks at a cluster without opening a log there: nothing is made. Everything throws UnreachableError, AccessRefusedError. */
export interface KafkaInspection extends Running {
  describe(): Promise<KafkaDescription>
  /** The offsets that the next records of the topic will be given; the topic must exist. */
  ends(topic: Topic): Promise<Offsets>
  lag(topic: Topic, group: string): Promise<number>
  /** Groups of the prefix that a process is in now, by their names on the cluster. */
  livingGroups(): Promise<readonly { readonly group: string; readonly members: number }[]>
}

export function inspectKafka(options: KafkaOptions, { logger }: { readonly logger: Logger }): KafkaInspection {
  const access = new ClusterAccess(options, { logger, outages: new Outages(logger) })
  const { prefix } = options
  return {
    describe: () => access.use('describe', (open) => describeKafka(open, prefix), 1),
    ends: (topic) => access.use(`end of ${topic}`, (open) => edgeOffsets(open, topicName(prefix, topic), 'next')),
    lag: (topic, group) => access.use(`lag of ${group}`, (open) => lagOf(open, topicName(prefix, topic), groupName(prefix, group))),
    livingGroups: () =>
      access.use('groups', async ({ admin }) => {
        const ours = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(groupName(prefix, '')))
        const { groups } = ours.length === 0 ? { groups: [] } : await admin.describeGroups(ours)
        return groups.flatMap(({ groupId, members }) => (members.length === 0 ? [] : [{ group: groupId, members: members.length }]))
      }),
    close: async () => access.close()
  }
}
