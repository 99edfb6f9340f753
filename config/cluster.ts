import { z } from 'zod'

/** A password, by where it is kept. */
const Secret = { passwordFile: z.string().min(1).optional(), passwordEnv: z.string().min(1).optional() }

/** PEM files, relative to the working folder. `ca` null: the authorities that Node trusts. */
const Tls = z
  .strictObject({
    ca: z.string().min(1).nullable().default(null),
    cert: z.string().min(1).nullable().default(null),
    key: z.string().min(1).nullable().default(null)
  })
  .refine(({ cert, key }) => (cert === null) === (key === null), 'cert 与 key 要么都写，要么都不写')

const partitions = (most: number) =>
  z
    .number({ error: '应为 1 到 1000 的整数' })
    .int('应为 1 到 1000 的整数')
    .min(1, '应为 1 到 1000 的整数')
    .max(1000, '应为 1 到 1000 的整数')
    .default(most)

/** `host:port` of a broker. */
export const BrokerAddress = z
  .string()
  .regex(/^[^\s/:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, '应为 主机:端口')
  .refine((address) => Number.isNaN(portIn(address)) || (portIn(address) >= 1 && portIn(address) <= 65_535), '端口应为 1 到 65535')

/** URL of an Elasticsearch node. Who asks stands elsewhere: an address gets into logs. */
export const NodeAddress = z
  .url({ protocol: /^https?$/, error: '应为 http(s)://主机:端口' })
  .refine(
    (address) => !URL.canParse(address) || (URL.parse(address)?.username === '' && URL.parse(address)?.password === ''),
    '口令不写在地址里：请用 apiKeyFile、passwordFile 等'
  )

/** A server named twice would look like two. */
function eachOnce(addresses: readonly string[]): boolean {
  return new Set(addresses).size === addresses.length
}

/** NaN where there is none. */
function portIn(address: string): number {
  return Number(/:(\d+)$/.exec(address)?.[1])
}

export const KafkaSettings = z.strictObject({
  brokers: z.array(BrokerAddress).refine(eachOnce, '有地址写了两次').default([]),
  tls: Tls.nullable().default(null),
  sasl: z
    .strictObject({ mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']), username: z.string().min(1), ...Secret })
    .nullable()
    .default(null),
  /** Set once, before the first start: records find their partition by their key. */
  partitions: z
    .strictObject({ mentions: partitions(12), assessed: partitions(6), incidents: partitions(6), 'dead-letters': partitions(1) })
    .prefault({}),
  replication: z.union([z.literal('auto'), z.number().int().min(1).max(7)], { error: '应为 auto 或 1 到 7 的整数' }).default('auto'),
  retentionHours: z.number().int().min(1).default(168),
  compression: z.enum(['none', 'gzip']).default('none')
})

export const ElasticsearchSettings = z
  .strictObject({
    nodes: z.array(NodeAddress).refine(eachOnce, '有地址写了两次').default([]),
    apiKeyFile: z.string().min(1).optional(),
    apiKeyEnv: z.string().min(1).optional(),
    username: z.string().min(1).nullable().default(null),
    ...Secret,
    ca: z.string().min(1).nullable().default(null),
    shards: z.number().int().min(1).max(100).default(1),
    replicas: z.union([z.literal('auto'), z.number().int().min(0).max(10)], { error: '应为 auto 或 0 到 10 的整数' }).default('auto'),
    period: z.enum(['day', 'week', 'month']).default('month'),
    maxEvidenceMb: z.number().int().min(1).max(64).default(16)
  })
  .refine(
    ({ apiKeyFile, apiKeyEnv, username, passwordFile, passwordEnv }) =>
      (apiKeyFile ?? apiKeyEnv) === undefined || (username === null && (passwordFile ?? passwordEnv) === undefined),
    'apiKey 与用户名、口令只能写一种'
  )

/** Kafka and Elasticsearch, for `--engine cluster`. Addresses left out come from the environment or from `npm run engines`. */
export const Cluster = z.strictObject({
  /** Begins the name of every topic, consumer group and index of ours. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,60}$/, '只用小写字母、数字和 -')
    .default('wanglou'),
  kafka: KafkaSettings.prefault({}),
  elasticsearch: ElasticsearchSettings.prefault({})
})
export type Cluster = z.infer<typeof Cluster>
