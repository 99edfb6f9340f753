/** What the cluster engine is told: the configuration, with its secrets read and its addresses found. */
import type { ElasticsearchOptions } from './adapters/elasticsearch/options.ts'
import type { KafkaOptions } from './adapters/kafka/options.ts'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { z } from 'zod'
import { BrokerAddress, NodeAddress, type Cluster } from './config/cluster.ts'
import { readFileOf, readSecret } from './config/secret.ts'
import { ConfigError } from './core/errors.ts'
import { startedEngines } from './tools/engines/state.ts'

export interface ClusterOptions {
  readonly kafka: KafkaOptions
  readonly elasticsearch: ElasticsearchOptions
}

/** `field` as it is written in the configuration, `cluster.kafka.tls.ca`. */
interface ClusterFault {
  readonly field: string
  readonly reason: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Addresses come from `WANGLOU_KAFKA_BROKERS` and `WANGLOU_ELASTICSEARCH_NODES` (comma between), then from the configuration,
 * then from the engines that `npm run engines` started beside this program.
 * @throws ConfigError when there is no address, or a secret or certificate cannot be read
 */
export function clusterOptions(cluster: Cluster, env: Environment, clientId: string): ClusterOptions {
  const local = startedEngines()
  return {
    kafka: kafkaOptions(cluster, env, clientId, local?.brokers ?? []),
    elasticsearch: elasticsearchOptions(cluster, env, local?.nodes ?? [])
  }
}

/** Every secret and certificate that the settings name and that cannot be used, though nothing is asked of a server. */
export function clusterFaults({ kafka, elasticsearch }: Cluster, env: Environment): ClusterFault[] {
  const { tls, sasl } = kafka
  const reads: (() => unknown)[] = [
    ...(['ca', 'cert', 'key'] as const).map((part) => () => pem(`cluster.kafka.tls.${part}`, tls?.[part] ?? null)),
    () => (sasl === null ? null : saslOf(sasl, env)),
    () => authOf(elasticsearch, env),
    () => pem('cluster.elasticsearch.ca', elasticsearch.ca)
  ]
  return reads.flatMap((read) => {
    try {
      read()
      return []
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const [field = '', ...reason] = error.message.split(': ')
      return [{ field, reason: reason.join(': ') }]
    }
  })
}

function kafkaOptions({ name, kafka }: Cluster, env: Environment, clientId: string, local: readonly string[]): KafkaOptions {
  const { sasl, tls } = kafka
  const brokers = firstGiven(listed('WANGLOU_KAFKA_BROKERS', env, BrokerAddress), kafka.brokers, local)
  if (brokers.length === 0) throw noAddress('cluster.kafka.brokers', 'WANGLOU_KAFKA_BROKERS')
  return {
    brokers,
    prefix: name,
    clientId,
    tls:
      tls === null
        ? null
        : { ca: pem('cluster.kafka.tls.ca', tls.ca), cert: pem('cluster.kafka.tls.cert', tls.cert), key: pem('cluster.kafka.tls.key', tls.key) },
    sasl: sasl === null ? null : saslOf(sasl, env),
    partitions: kafka.partitions,
    replication: kafka.replication,
    retentionMs: kafka.retentionHours * 3_600_000,
    compression: kafka.compression
  }
}

function saslOf(sasl: NonNullable<Cluster['kafka']['sasl']>, env: Environment): NonNullable<KafkaOptions['sasl']> {
  const password = needed('cluster.kafka.sasl.password', passwordOf('cluster.kafka.sasl', sasl, env))
  return { mechanism: sasl.mechanism, username: sasl.username, password }
}

function elasticsearchOptions({ name, elasticsearch }: Cluster, env: Environment, local: readonly string[]): ElasticsearchOptions {
  const nodes = firstGiven(listed('WANGLOU_ELASTICSEARCH_NODES', env, NodeAddress), elasticsearch.nodes, local)
  if (nodes.length === 0) throw noAddress('cluster.elasticsearch.nodes', 'WANGLOU_ELASTICSEARCH_NODES')
  return {
    nodes,
    prefix: name,
    auth: authOf(elasticsearch, env),
    ca: pem('cluster.elasticsearch.ca', elasticsearch.ca),
    shards: elasticsearch.shards,
    replicas: elasticsearch.replicas,
    period: elasticsearch.period,
    maxEvidenceBytes: elasticsearch.maxEvidenceMb * 1_048_576
  }
}

function authOf(settings: Cluster['elasticsearch'], env: Environment): ElasticsearchOptions['auth'] {
  const apiKey = readSecret('cluster.elasticsearch.apiKey', { file: settings.apiKeyFile, env: settings.apiKeyEnv }, env)
  if (apiKey !== null) return { apiKey }
  const { username, passwordFile, passwordEnv } = settings
  if (username === null && (passwordFile ?? passwordEnv) === undefined) return null
  if (username === null) throw new ConfigError('cluster.elasticsearch.username: 有 passwordFile 或 passwordEnv，但没有用户名')
  return { username, password: needed('cluster.elasticsearch.password', passwordOf('cluster.elasticsearch', settings, env)) }
}

function passwordOf(field: string, from: { passwordFile?: string | undefined; passwordEnv?: string | undefined }, env: Environment): string | null {
  return readSecret(`${field}.password`, { file: from.passwordFile, env: from.passwordEnv }, env)
}

function needed(field: string, secret: string | null): string {
  if (secret === null) throw new ConfigError(`${field}: 有用户名，但没有 passwordFile 或 passwordEnv`)
  return secret
}

/** @throws ConfigError for a file that no connection could be made with: a server that is away looks the same later */
function pem(field: string, file: string | null): string | null {
  if (file === null) return null
  const text = readFileOf(field, file)
  try {
    if (field.endsWith('.key')) createPrivateKey(text)
    else readCertificate(text)
  } catch (error) {
    const wanted = field.endsWith('.key') ? '私钥' : '证书'
    const code = error instanceof Error && 'code' in error ? String(error.code) : '未知原因'
    throw new ConfigError(`${field}: ${file} 不是 PEM 格式的${wanted}${field.endsWith('.key') ? '，或加了口令' : ''}（${code}）`, { cause: error })
  }
  return text
}

function readCertificate(text: string): X509Certificate {
  return new X509Certificate(text)
}

/** Addresses of a variable, comma between. @throws ConfigError naming the variable and what is wrong */
function listed(variable: string, env: Environment, address: z.ZodType<string>): string[] {
  const parts = (env[variable] ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  for (const part of parts) {
    const checked = address.safeParse(part)
    if (!checked.success) throw new ConfigError(`环境变量 ${variable}: ${JSON.stringify(part)} ${checked.error.issues[0]?.message ?? ''}`)
  }
  return parts
}

function firstGiven(...lists: readonly (readonly string[])[]): readonly string[] {
  return lists.find((list) => list.length > 0) ?? []
}

function noAddress(field: string, variable: string): ConfigError {
  return new ConfigError(`没有 ${field}，环境变量 ${variable} 也是空的；在本机试用可先运行 npm run engines -- start`)
}
