import { startPipeline, type Pipeline } from '../pipeline/run.ts'
import { tierBySource } from '../core/media-tier.ts'
import type { Ground } from './ground.ts'
import { startLiveAssessor } from './live-assessor.ts'

export type PipelineRole = Pipeline

/** Assessing in worker threads by the rules in force, grouping as the jurisdiction's one automatic writer. */
export async function startPipelineRole(ground: Ground): Promise<PipelineRole> {
  const { config, stores } = ground
  const assessor = await startLiveAssessor(ground)
  const pipeline = startPipeline({
    ...ground,
    log: stores.log,
    mentions: stores.mentions,
    incidents: stores.incidents,
    assess: (batch) => assessor.assess(batch),
    rulesVersion: () => assessor.rulesVersion(),
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
      await assessor.close()
    }
  }
}
