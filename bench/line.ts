import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { systemClock } from '../adapters/clock.ts'
import { deadLettersOn } from '../adapters/dead-letters.ts'
import { openEmbedded } from '../adapters/embedded/open.ts'
import { sha256, strongRandom } from '../adapters/hash.ts'
import type { Channel } from '../alerting/channels/channel.ts'
import { startAlerting } from '../alerting/run.ts'
import { loadConfig } from '../config/load.ts'
import type { Mention, MentionId } from '../core/mention.ts'
import type { EventLog, Logger, Stores } from '../core/ports.ts'
import type { Config } from '../config/schema.ts'
import type { IncidentHint } from '../core/records.ts'
import { knowledgeOf } from '../knowledge.ts'
import { startAssessWorker } from '../pipeline/assess-pool.ts'
import { startPipeline, type Pipeline } from '../pipeline/run.ts'
import { anySourceSettings } from './any-settings.ts'
import { madeHappening, madeWords, roadOf } from './made-happenings.ts'
import { madeMention } from './made-mentions.ts'

const count = 10_000
const characters = 600
const notices = 60

/**
 * The embedded line: log → assessed, grouped, stored and searchable, with the real worker on the real engine; then, one
 * serious mention at a time, from its bytes being fetched to its first notice being handed to a channel.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-bench-'))
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  const config = await loadConfig(folder, { sourceSettings: anySourceSettings, channelSettings: z.unknown() })
  const knowledge = await knowledgeOf(config)
  const worker = await startAssessWorker({ knowledge, segmenterModule: new URL('../adapters/segmenter/jieba.ts', import.meta.url).href })
  const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
  const logger: Logger = {
    info: () => undefined,
    warn: ({ ...fields }, words) => say(`${words} ${JSON.stringify(fields)}`),
    error: ({ ...fields }, words) => say(`${words} ${JSON.stringify(fields)}`)
  }
  const pipeline = startPipeline({
    log: stores.log,
    mentions: stores.mentions,
    incidents: stores.incidents,
    deadLetters: deadLettersOn(stores.log, systemClock),
    sha256,
    clock: systemClock,
    logger,
    assess: (batch) => worker.assess(batch),
    rulesVersion: () => knowledge.rulesVersion,
    policy: config.policy,
    table: config.grading,
    jurisdiction: config.jurisdiction.id,
    tierOf: () => null,
    blindSources: () => Promise.resolve([])
  })
  try {
    const line = await throughput(stores, pipeline, say)
    const fetchedToNoticeMs = await latency(stores, config, pipeline, logger, say)
    return { ...line, fetchedToNoticeMs, rssMb: Math.round(process.memoryUsage().rss / 1e6) }
  } finally {
    await pipeline.close()
    await worker.close()
    await stores.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function throughput(stores: Stores, pipeline: Pipeline, say: (words: string) => void): Promise<Record<string, unknown>> {
  const from = performance.now()
  for (let index = 0; index < count; index += 500) {
    await publish(
      stores.log,
      Array.from({ length: Math.min(500, count - index) }, (_, offset) => madeHappening(index + offset, characters))
    )
  }
  while (!(await Promise.race([pipeline.idle(), pipeline.failed]))) {
    await pause(20)
  }
  const seconds = (performance.now() - from) / 1000
  const stored = await stores.mentions.count()
  const incidents = (await stores.incidents.openIds()).length
  say(`${stored} 条入库可检索,${incidents} 个事件,用时 ${seconds.toFixed(1)} 秒`)
  return { mentionsPerSecond: Math.round(stored / seconds), mentions: stored, characters, incidents }
}

/** Real milliseconds between the bytes and the channel, over the first notice of each of so many happenings. */
async function latency(
  stores: Stores,
  config: Config,
  pipeline: Pipeline,
  logger: Logger,
  say: (words: string) => void
): Promise<{ p50: number; p99: number; n: number }> {
  const taken = new Map<string, number>()
  const channel: Channel = {
    reach: (contact) => ({ address: contact.id }),
    send: ({ notice }) => {
      const { fetchedElapsedMs } = notice
      if (fetchedElapsedMs !== null && !taken.has(notice.subject.id)) taken.set(notice.subject.id, systemClock.elapsedMs() - fetchedElapsedMs)
      return Promise.resolve({ outcome: 'accepted', receipt: 'bench' })
    },
    close: () => Promise.resolve()
  }
  const announce = ({ id, version }: { id: string; version: number }): Promise<void> => {
    const hint: IncidentHint = { schema: 1, incidentId: id, version, fetchedElapsedMs: null }
    return stores.log.append('incidents', [{ key: id, value: JSON.stringify(hint) }])
  }
  const alerting = startAlerting({
    stores,
    writer: { store: stores.incidents, sha256, announce },
    contacts: config.contacts,
    channels: { dashboard: channel },
    clock: systemClock,
    logger,
    random: strongRandom,
    sha256,
    holder: 'bench',
    drill: false
  })
  try {
    while (!(await alerting.idle())) await pause(50)
    // What the throughput left behind is told first; only what comes now is measured.
    taken.clear()
    for (let index = 0; index < notices; index++) {
      await publish(stores.log, [serious(index)])
      await pause(150)
    }
    while (!(await pipeline.idle()) || !(await alerting.idle())) await pause(50)
  } finally {
    await alerting.close()
  }
  const sorted = [...taken.values()].sort((a, b) => a - b)
  say(`${sorted.length} 个事件的首次通知`)
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), n: sorted.length }
}

function serious(index: number): Mention {
  const text = `天津市和平区${roadOf(index + 3000)}两车相撞,造成${index + 3}人死亡、${index + 4}人受伤。${madeWords(index + 9_000_000, 200)}`
  return {
    ...madeMention(0, 10),
    id: `serious-${index}` as MentionId,
    title: null,
    text,
    contentHash: sha256(text),
    publishedAt: systemClock.now(),
    observedAt: systemClock.now(),
    fetchedElapsedMs: systemClock.elapsedMs()
  }
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN)
}

function publish(log: EventLog, mentions: readonly Mention[]): Promise<void> {
  return log.append(
    'mentions',
    mentions.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) }))
  )
}
