import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { systemClock } from '../../adapters/clock.ts'
import type { MentionStore, Stores } from '../../core/ports.ts'
import { rememberAccounts } from '../../dashboard-api/remembered-accounts.ts'
import { loadVocabulary } from '../made-posts.ts'
import { openFilledElasticsearch, openFilledEmbedded } from '../search/filled.ts'
import { openBenchDesk } from './desk.ts'
import { measureHttp } from './http-load.ts'

const javaWarmUpSeconds = 45

export interface EngineLoad {
  readonly mentions: number
  readonly incidents: number
  readonly seconds: number
  /** Which engines. */
  readonly parts: readonly string[]
  readonly say: (words: string) => void
}

type Figures = Readonly<Record<string, unknown>>

/** Requests over so many mentions on each engine. */
export async function measureEngines(load: EngineLoad): Promise<Figures> {
  const { mentions, parts, say } = load
  const filling = { mentions, vocabulary: loadVocabulary(), say }
  const figures: Record<string, unknown> = { mentions }
  if (parts.includes('embedded')) figures['embedded'] = await onEmbedded()
  if (parts.includes('elasticsearch')) figures['elasticsearch'] = await onElasticsearch()
  return figures

  async function onEmbedded(): Promise<Figures> {
    const stores = await openFilledEmbedded(filling)
    try {
      return await measured(stores, stores.mentions, 0)
    } finally {
      await stores.close()
    }
  }

  async function onElasticsearch(): Promise<Figures> {
    const opened = await openFilledElasticsearch(filling)
    if (typeof opened === 'string') return { skipped: opened }
    await using closing = new AsyncDisposableStack()
    closing.defer(() => opened.close())
    // Hints of changed incidents come from a log, which is Kafka on a cluster. No request asks it.
    const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-log-'))
    closing.defer(() => rm(directory, { recursive: true, force: true }))
    const beside = await openEmbedded({ directory, clock: systemClock, lock: true })
    closing.defer(() => beside.close())
    const accounts = rememberAccounts(opened.stores.accounts, systemClock, 1000)
    return await measured({ ...opened.stores, accounts, log: beside.log }, opened.pipeline.mentions, javaWarmUpSeconds)
  }

  async function measured(stores: Stores, writer: MentionStore, warmUpSeconds: number): Promise<Figures> {
    const desk = await openBenchDesk({ stores, incidents: load.incidents })
    try {
      return await measureHttp({ desk, writer, mentions, vocabulary: filling.vocabulary, seconds: load.seconds, warmUpSeconds, say })
    } finally {
      await desk.close()
    }
  }
}
