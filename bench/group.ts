import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import { sha256 } from '../adapters/hash.ts'
import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { ConflictError } from '../core/errors.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { unknownEngagement } from '../core/mention.ts'
import type { IncidentStore, MentionStore } from '../core/ports.ts'
import type { AssessedRecord } from '../core/records.ts'
import type { Instant } from '../core/instant.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { createGrouper, type Grouper } from '../pipeline/group.ts'
import { ruleTerms } from '../pipeline/knowledge.ts'
import { anySourceSettings } from './any-settings.ts'
import { madeStory, storyTold } from './made-stories.ts'

const mentions = 50_000
const stories = 500
const characters = 600
const batch = 200

/**
 * The grouper alone over a month: assessed mentions in, incidents opened, observed and merged, on stores that forget what
 * they are told but the incidents, which they keep as bytes outside the heap. Assessing and the packing of incidents are not
 * timed; the time is that of this thread on its core. Memory is what is left of the heap after a collection, at each tenth
 * and each quarter of the month: the grouper's own, beside what the judgement takes. Which story each mention tells is known,
 * so that fewer incidents are no better where they mix stories.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const folder = new URL('../config/shirongyuanlin', import.meta.url).pathname
  const config = await loadConfig(folder, { sourceSettings: anySourceSettings, channelSettings: z.unknown() })
  const knowledge = await knowledgeOf(config)
  const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)), { comparesAll: true })
  const collect = collector()
  const stage = new Stage(config)
  const heapMb: number[] = []
  const quarters: number[] = []
  let spentMs = 0
  collect()
  const heapBeforeMb = heapNow()
  for (let from = 0; from < mentions; from += batch) {
    const records = Array.from({ length: Math.min(batch, mentions - from) }, (_, offset): AssessedRecord => {
      const mention = madeStory(from + offset, { mentions, stories, characters })
      const assessment = { ...assess(mention), relevant: true, jurisdiction: config.jurisdiction.id }
      // As it comes out of the log: with strings of its own.
      return JSON.parse(JSON.stringify({ schema: 1, type: 'mention', mention, assessment })) as AssessedRecord
    })
    stage.now = records.at(-1)?.type === 'mention' ? (records.at(-1) as Extract<AssessedRecord, { type: 'mention' }>).mention.observedAt : stage.now
    const packedMs = stage.incidents.packedMs
    spentMs += (await spent(() => stage.grouper.accept(records))) - (stage.incidents.packedMs - packedMs)
    const done = from + batch
    const [isTenth, isQuarter] = [10, 4].map((parts) => Math.floor((from * parts) / mentions) < Math.floor((done * parts) / mentions))
    if (isTenth !== true && isQuarter !== true) continue
    collect()
    const heap = heapNow()
    if (isQuarter === true) quarters.push(heap)
    if (isTenth === true) heapMb.push(heap)
    say(`${done} 条，${stage.incidents.open} 个事件，累计 ${Math.round((done * 1000) / spentMs)} 条/秒，堆 ${heap} MB`)
  }
  const [first = 0, , , last = 0] = quarters
  const { apart, together, ofTalkAlone } = stage.againstStories()
  return {
    mentionsPerSecond: Math.round((mentions * 1000) / spentMs),
    mentions,
    days: 30,
    characters,
    incidents: stage.incidents.open,
    incidentsOfTalkAlone: ofTalkAlone,
    b3Precision: apart,
    b3Recall: together,
    heapBeforeMb,
    heapMb,
    heapMbAtQuarters: quarters,
    heapLastToFirstQuarter: Math.round((last / first) * 100) / 100,
    heapBytesPerMention: Math.round(((last - first) * 1e6) / (mentions * 0.75)),
    rssMb: Math.round(process.memoryUsage().rss / 1e6)
  }
}

/** A grouper with a clock that is set by hand. */
class Stage {
  readonly incidents = new IncidentMap()
  readonly #assigned = new Assigned()
  readonly grouper: Grouper
  now = '2026-10-25T00:00:00.000Z' as Instant

  constructor(config: Config) {
    this.grouper = createGrouper({
      mentions: { ...forgetful, assign: (pairs) => this.#assigned.add(pairs) } satisfies Partial<MentionStore> as unknown as MentionStore,
      incidents: this.incidents,
      announce: () => Promise.resolve(),
      sha256,
      clock: { now: () => this.now, elapsedMs: () => performance.now(), speed: 1 },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      policy: config.policy,
      table: config.grading,
      jurisdiction: config.jurisdiction.id,
      tierOf: () => null,
      blindSources: () => Promise.resolve([])
    })
  }

  /** B-cubed over the mentions that tell a story, and the incidents that tell none. */
  againstStories(): { readonly apart: number; readonly together: number; readonly ofTalkAlone: number } {
    const byIncident = new Map<string | null, Map<number | null, number>>()
    const byStory = new Map<number, number>()
    for (let index = 0; index < mentions; index++) {
      const story = storyTold(index, { mentions, stories })
      if (story !== null) byStory.set(story, (byStory.get(story) ?? 0) + 1)
      const assigned = this.#assigned.incidentOf(index)
      const incident = assigned === null ? null : this.incidents.survivorOf(assigned)
      const told = byIncident.get(incident) ?? new Map<number | null, number>()
      byIncident.set(incident, told.set(story, (told.get(story) ?? 0) + 1))
    }
    let [apart, together, telling] = [0, 0, 0]
    for (const [incident, told] of byIncident) {
      const all = [...told.values()].reduce((sum, count) => sum + count, 0)
      for (const [story, count] of told) {
        if (story === null) continue
        telling += count
        // What is in no incident stands alone.
        apart += incident === null ? count : (count * count) / all
        together += (incident === null ? count : count * count) / (byStory.get(story) ?? 1)
      }
    }
    const share = (sum: number) => Math.round((sum * 1000) / telling) / 1000
    const ofTalkAlone = [...byIncident].filter(([incident, told]) => incident !== null && [...told.keys()].every((story) => story === null)).length
    return { apart: share(apart), together: share(together), ofTalkAlone }
  }
}

/** Who was assigned to which incident, in so few bytes that the heap stays the grouper's. */
class Assigned {
  readonly #incidents: string[] = []
  readonly #numbers = new Map<string, number>()
  readonly #of = new Int32Array(mentions)

  add(pairs: readonly { readonly id: string; readonly incidentId: string }[]): Promise<void> {
    for (const { id, incidentId } of pairs) {
      const number = this.#numbers.get(incidentId) ?? this.#incidents.push(incidentId)
      this.#numbers.set(incidentId, number)
      this.#of[Number(id.slice(id.indexOf('-') + 1))] = number
    }
    return Promise.resolve()
  }

  incidentOf(index: number): string | null {
    return this.#incidents[(this.#of[index] ?? 0) - 1] ?? null
  }
}

/** What the grouper asks of mentions, answered as by an empty store. */
const forgetful = {
  get: () => Promise.resolve(null),
  getMany: () => Promise.resolve([]),
  ofIncidents: () => Promise.resolve([]),
  search: () => Promise.resolve({ rows: [], total: 0, totalCapped: false, cursor: null }),
  rollups: (incidents) =>
    Promise.resolve(
      incidents.map(() => ({
        mentions: 0,
        sources: [],
        sourceKinds: [],
        engagement: unknownEngagement,
        negative: 0,
        firstPublishedAt: null,
        lastPublishedAt: null
      }))
    )
} satisfies Partial<MentionStore>

/** Incidents as a store has them: bytes, which the heap does not hold. */
class IncidentMap implements IncidentStore {
  readonly #documents = new Map<string, { readonly bytes: Buffer; readonly version: number; readonly isOpen: boolean }>()
  packedMs = 0

  get open(): number {
    return [...this.#documents.values()].filter(({ isOpen }) => isOpen).length
  }

  get(id: string): Promise<IncidentDocument | null> {
    const stored = this.#documents.get(id)
    return Promise.resolve(stored === undefined ? null : this.#timed(() => JSON.parse(stored.bytes.toString()) as IncidentDocument))
  }

  put(document: IncidentDocument, expectedVersion: number): Promise<void> {
    const { id, version, state } = document
    if ((this.#documents.get(id)?.version ?? 0) !== expectedVersion) return Promise.reject(new ConflictError(id))
    const bytes = this.#timed(() => Buffer.from(JSON.stringify(document)))
    this.#documents.set(id, { bytes, version, isOpen: state.status === 'open' })
    return Promise.resolve()
  }

  survivorOf(id: string): string {
    const stored = this.#documents.get(id)
    const into = stored === undefined ? null : (JSON.parse(stored.bytes.toString()) as IncidentDocument).state.mergedInto
    return into === null ? id : this.survivorOf(into)
  }

  list(): Promise<readonly IncidentDocument[]> {
    return Promise.resolve([])
  }

  openIds(): Promise<readonly string[]> {
    return Promise.resolve([...this.#documents].filter(([, { isOpen }]) => isOpen).map(([id]) => id))
  }

  #timed<T>(work: () => T): T {
    const from = process.threadCpuUsage()
    const made = work()
    const { user, system } = process.threadCpuUsage(from)
    this.packedMs += (user + system) / 1000
    return made
  }
}

/** Milliseconds of this thread on a core. */
async function spent(work: () => Promise<void>): Promise<number> {
  const from = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(from)
  return (user + system) / 1000
}

function heapNow(): number {
  return Math.round(process.memoryUsage().heapUsed / 1e6)
}

function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
