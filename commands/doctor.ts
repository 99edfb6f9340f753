import { clusterOptions, type ClusterOptions } from '../cluster.ts'
import type { Config } from '../config/schema.ts'
import { checkElasticsearch } from '../doctor/elasticsearch.ts'
import { failure, findingsOf, ok, verdictWords, type Finding } from '../doctor/finding.ts'
import { checkFolder } from '../doctor/folder.ts'
import { checkKafka } from '../doctor/kafka.ts'
import { checkNode, checkSegmenter } from '../doctor/machine.ts'
import { loadProductConfig } from '../system.ts'
import { result } from './exit.ts'
import { configDirectory, dataDirectory, engineOf, type Place } from './place.ts'

/** `doctor`: a line a check, a line a source. Exit 0 when nothing is wrong, 3 when something cannot be reached or refuses us, 1 for anything else. */
export async function doctor(options: Place & { json?: boolean }): Promise<void> {
  const engine = engineOf(options.engine)
  const findings: Finding[] = []
  const tell: Tell = async (found) => {
    findings.push(...found)
    for (const { about, verdict, words } of found) {
      await result(options.json === true ? { about, verdict, words } : `${verdictWords[verdict]}  ${about}：${words}`)
    }
  }
  await tell([checkNode()])
  await tell([await checkSegmenter()])
  const config = await tellConfig(configDirectory(options), tell)
  if (engine === 'embedded') await tell(await findingsOf('数据文件夹', () => checkFolder(dataDirectory(options), config?.sources ?? [])))
  else if (config !== null) await tellCluster(config, tell)
  if (findings.some(({ isUnreachable }) => isUnreachable === true)) process.exitCode = 3
  else if (findings.some(({ verdict }) => verdict === 'bad')) process.exitCode = 1
}

type Tell = (found: readonly Finding[]) => Promise<void>

async function tellConfig(directory: string, tell: Tell): Promise<Config | null> {
  try {
    const config = await loadProductConfig(directory)
    await tell([ok('配置', `${config.unit.name}，${directory}`)])
    return config
  } catch (error) {
    await tell([failure('配置', error)])
    return null
  }
}

async function tellCluster(config: Config, tell: Tell): Promise<void> {
  const options = await tellAddresses(config, tell)
  if (options === null) return
  // Side by side: what does not answer is waited for.
  const kafka = findingsOf('Kafka', () => checkKafka(options.kafka))
  const elasticsearch = findingsOf('Elasticsearch', () => checkElasticsearch(options.elasticsearch, config.sources))
  await tell(await kafka)
  await tell(await elasticsearch)
}

async function tellAddresses(config: Config, tell: Tell): Promise<ClusterOptions | null> {
  try {
    const options = clusterOptions(config.cluster, process.env, `wanglou-doctor-${process.pid}`)
    const { kafka, elasticsearch } = options
    await tell([ok('集群地址', `${config.cluster.name}：Kafka ${kafka.brokers.join('、')}，Elasticsearch ${elasticsearch.nodes.join('、')}`)])
    return options
  } catch (error) {
    await tell([failure('集群地址', error)])
    return null
  }
}
