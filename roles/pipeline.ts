import { startAssessPool } from '../pipeline/assess-pool.ts'
import { startPipeline, type Pipeline } from '../pipeline/run.ts'
import { tierBySource } from '../core/media-tier.ts'
import { knowledgeOf } from '../knowledge.ts'
import type { Ground } from './ground.ts'

export type PipelineRole = Pipeline

const segmenterModule = new URL('../adapters/segmenter/jieba.ts', import.meta.url)

/** Assessing in a worker thread, grouping as the jurisdiction's one automatic writer. */
export async function startPipelineRole(ground: Ground): Promise<PipelineRole> {
  const { config, stores } = ground
  const knowledge = await knowledgeOf(config)
  const worker = await startAssessPool({ knowledge, segmenterModule: segmenterModule.href }, config.assessThreads)
  const pipeline = startPipeline({
    ...ground,
    log: stores.log,
    mentions: stores.mentions,
    incidents: stores.incidents,
    assess: (batch) => worker.assess(batch),
    rulesVersion: knowledge.rulesVersion,
    policy: config.policy,
    table: config.grading,
    jurisdiction: config.jurisdiction.id,
    tierOf: tierBySource(config.sources),
    blindSources: async () => (await stores.crawl.health()).filter(({ state }) => state === 'blind').map(({ sourceId }) => sourceId)
  })
  return {
    ...pipeline,
    async close() {
      await pipeline.close()
      await worker.close()
    }
  }
}
