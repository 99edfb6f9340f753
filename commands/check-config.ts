import { clusterFaults } from '../cluster.ts'
import { loadProductConfig } from '../system.ts'
import { knowledgeOf } from '../knowledge.ts'
import { result, say } from './exit.ts'
import { configDirectory, type Place } from './place.ts'

/** Prints what was read; every error at once, as the loader finds them. */
export async function checkConfig(place: Place): Promise<void> {
  const config = await loadProductConfig(configDirectory(place), { clusterFaults: (cluster) => clusterFaults(cluster, process.env) })
  // What the judgement is told besides: names of places and word lists.
  await knowledgeOf(config)
  for (const warning of config.warnings) say(`注意：${warning}`)
  const rules = config.packs.reduce((sum, pack) => sum + pack.rules.length, 0)
  await result(
    `${config.unit.name}:${config.packs.length} 个规则包，${rules} 条规则，${config.departments.length} 个部门，${config.sources.length} 个采集源，时限政策 ${config.policy.version}`
  )
}
