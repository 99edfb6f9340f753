import type { Client } from '@elastic/elasticsearch'
import type { Logger } from '../../core/ports.ts'
import { asked } from './client.ts'
import { ServerVersionError } from './errors.ts'

/** The client speaks to servers of its own major only. */
export const serverMajor = 9

const timeoutMs = 5_000

/**
 * Asks once, for a few seconds, whether the cluster is there and speaks our version.
 * @throws UnreachableError, AccessRefusedError, ServerVersionError
 */
export async function checkServer(client: Client, logger: Logger): Promise<void> {
  const once = { requestTimeout: timeoutMs }
  const health = await asked('查看集群状态', () => client.cluster.health({}, once))
  const { nodes } = await asked('查看节点版本', () => client.nodes.info({ metric: 'os', filter_path: ['nodes.*.name', 'nodes.*.version'] }, once))
  const foreign = Object.values(nodes).filter(({ version }) => !fits(version))
  if (foreign.length > 0) {
    const found = foreign.map(({ name, version }) => `${name} ${version}`).join('、')
    throw new ServerVersionError(`Elasticsearch：集群 ${health.cluster_name} 的节点 ${found}；本程序只能连接 ${serverMajor}.x 的服务器`, {
      metadata: { cluster: health.cluster_name }
    })
  }
  if (health.status === 'red') logger.warn({ cluster: health.cluster_name }, 'the cluster is red: some shards are not there')
}

export function fits(version: string): boolean {
  return version.startsWith(`${serverMajor}.`)
}
