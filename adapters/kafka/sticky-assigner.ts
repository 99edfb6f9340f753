import kafkajs, { type Assigner, type Cluster, type PartitionAssigner } from 'kafkajs'
import { stickyAssignment, type Member } from './sticky-assignment.ts'

const name = 'wanglou-sticky'
const version = 0

/** `held`: what the member holds of the topic when it is about to join. `found` is given kafkajs's cluster. */
export function stickyAssigner(topic: string, held: () => readonly number[], found: (cluster: Cluster) => void): PartitionAssigner {
  const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol
  return ({ cluster }) => {
    found(cluster)
    return assignerOn(cluster)
  }

  function assignerOn(cluster: Cluster): Assigner {
    return {
      name,
      version,
      protocol: ({ topics }) => ({
        name,
        metadata: MemberMetadata.encode({ version, topics, userData: Buffer.from(JSON.stringify({ [topic]: held() })) })
      }),
      assign: async ({ members }) => {
        const known = members.map(({ memberId, memberMetadata }): Member => {
          const metadata = MemberMetadata.decode(memberMetadata)
          return { id: memberId, topics: metadata?.topics ?? [], held: heldOf(metadata?.userData) }
        })
        await cluster.addMultipleTargetTopics([...new Set(known.flatMap(({ topics }) => topics))])
        const assignment = stickyAssignment(known, (of) => cluster.findTopicPartitionMetadata(of).map(({ partitionId }) => partitionId))
        return [...assignment].map(([memberId, ofMember]) => ({
          memberId,
          memberAssignment: MemberAssignment.encode({ version, assignment: ofMember, userData: Buffer.alloc(0) })
        }))
      }
    }
  }
}

/** Another version of the program may have written it: what cannot be read holds nothing. */
function heldOf(userData: Buffer | undefined): Member['held'] {
  try {
    const held: unknown = JSON.parse(userData?.toString() ?? '{}')
    return typeof held === 'object' && held !== null ? (held as Member['held']) : {}
  } catch {
    return {}
  }
}
