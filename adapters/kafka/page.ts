import type { KafkaMessage } from 'kafkajs'
import type { LogRecord } from '../../core/ports.ts'
import type { Topic } from '../../core/records.ts'
import type { Access } from './cluster-access.ts'
import { edgeOffsets } from './offsets.ts'

/** Of one page; one record always comes. */
const maxPageBytes = 8_000_000
const maxFetchBytes = 1_000_000
const fetchWaitMs = 200

type FetchedMessage = KafkaMessage & { readonly isControlRecord?: boolean }
interface FetchResponse {
  readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly FetchedMessage[] }[] }[]
}

/** Records after a place, partition by partition, oldest first, up to where the topic ends when it is called; outside any group. */
export async function readPage(
  access: Access,
  { topic, name, after, limit }: { topic: Topic; name: string; after: { partition: number; offset: number } | null; limit: number }
): Promise<LogRecord[]> {
  const oldest = await edgeOffsets(access, name, 'oldest')
  const ends = [...(await edgeOffsets(access, name, 'next'))].sort(([a], [b]) => a - b)
  const page: LogRecord[] = []
  let bytes = 0
  for (const [partition, end] of ends) {
    if (after !== null && partition < after.partition) continue
    let next = Math.max(oldest.get(partition) ?? 0, after?.partition === partition ? after.offset + 1 : 0)
    while (next < end) {
      const from = next
      const fetched = await fetchFrom(access, name, partition, from)
      for (const { offset, key, value, isControlRecord } of fetched) {
        if (Number(offset) < from || Number(offset) >= end) continue
        next = Number(offset) + 1
        if (isControlRecord === true) continue
        page.push({ topic, partition, offset: Number(offset), key: key?.toString() ?? '', value: value?.toString() ?? '' })
        bytes += value?.length ?? 0
        if (page.length >= limit || bytes > maxPageBytes) return page
      }
      // What retention deleted meanwhile is not there any more.
      if (next === from) break
    }
  }
  return page
}

async function fetchFrom({ cluster }: Access, topic: string, partition: number, offset: number): Promise<readonly FetchedMessage[]> {
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]))
  const broker = await cluster.findBroker({ nodeId: leader ?? '' })
  const response = (await broker.fetch({
    maxWaitTime: fetchWaitMs,
    minBytes: 1,
    maxBytes: maxFetchBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: maxFetchBytes }] }]
  })) as FetchResponse
  return response.responses.flatMap(({ partitions }) => partitions.flatMap(({ messages }) => messages))
}
