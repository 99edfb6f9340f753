import { EngineError } from './engine-error.ts'

export interface KafkaPorts {
  readonly plain: number
  readonly controller: number
  readonly secured: number
}

export interface Sasl {
  readonly username: string
  /** Letters, digits, `.`, `_`, `-`, `~`. */
  readonly password: string
}

/** A listener beside the plain one. Each part may be left out, not both. */
export interface SecuredListener {
  /** PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 for one user. */
  readonly sasl?: Sasl
  /** Files in PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string }
}

export interface NodeProperties {
  readonly id: number
  /** Of every node, by id from 1 on. */
  readonly ports: readonly KafkaPorts[]
  readonly dataDirectory: string
  readonly secured: (Pick<SecuredListener, 'sasl'> & { readonly pem: string | null }) | null
  readonly extra: Readonly<Record<string, string>>
}

/** The text of server.properties. */
export function nodeProperties(node: NodeProperties): string {
  const lines = { ...addresses(node), ...replication(node.ports.length), ...quickness(node.ports.length), ...security(node), ...node.extra }
  return `${Object.entries(lines)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}`)
    .join('\n')}\n`
}

function addresses({ id, ports, dataDirectory, secured }: NodeProperties): Record<string, string> {
  const own = ports[id - 1]
  if (own === undefined) throw new EngineError(`Kafka ${id}:没有端口`)
  const listeners = [`PLAINTEXT://127.0.0.1:${own.plain}`, ...(secured === null ? [] : [`SECURED://127.0.0.1:${own.secured}`])].join(',')
  return {
    'process.roles': 'broker,controller',
    'node.id': String(id),
    'controller.quorum.voters': ports.map(({ controller }, index) => `${index + 1}@127.0.0.1:${controller}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `${listeners},CONTROLLER://127.0.0.1:${own.controller}`,
    'advertised.listeners': listeners,
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': dataDirectory,
    'auto.create.topics.enable': 'false'
  }
}

function replication(nodes: number): Record<string, string> {
  const copies = String(nodes)
  const inSync = String(nodes === 1 ? 1 : nodes - 1)
  return {
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '8',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync
  }
}

/**
 * A controller lets a killed broker back in only when the session of its former life has run out, so that sessions are short;
 * of one node nobody else waits for the heartbeat, of several it may be late on a busy machine.
 */
function quickness(nodes: number): Record<string, string> {
  return {
    'group.initial.rebalance.delay.ms': '0',
    'broker.session.timeout.ms': nodes === 1 ? '3000' : '5000',
    'broker.heartbeat.interval.ms': '500',
    'log.segment.delete.delay.ms': '1000',
    // The default of 128 MB is a quarter of a small heap.
    'log.cleaner.dedupe.buffer.size': '16777216'
  }
}

function security({ secured }: NodeProperties): Record<string, string> {
  const protocols = 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT'
  if (secured === null) return { 'listener.security.protocol.map': protocols }
  const { sasl, pem } = secured
  if (sasl === undefined && pem === null) throw new EngineError('Kafka 的受保护监听需要 SASL 或 TLS')
  const protocol = sasl === undefined ? 'SSL' : pem === null ? 'SASL_PLAINTEXT' : 'SASL_SSL'
  return {
    'listener.security.protocol.map': `${protocols},SECURED:${protocol}`,
    ...(sasl === undefined ? {} : saslProperties(sasl)),
    ...(pem === null ? {} : { 'listener.name.secured.ssl.keystore.type': 'PEM', 'listener.name.secured.ssl.keystore.location': pem })
  }
}

function saslProperties({ username, password }: Sasl): Record<string, string> {
  const prefix = 'listener.name.secured'
  const modules = 'org.apache.kafka.common.security'
  const scram = `${modules}.scram.ScramLoginModule required;`
  return {
    [`${prefix}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`${prefix}.plain.sasl.jaas.config`]: `${modules}.plain.PlainLoginModule required user_${username}="${password}";`,
    [`${prefix}.scram-sha-256.sasl.jaas.config`]: scram,
    [`${prefix}.scram-sha-512.sasl.jaas.config`]: scram
  }
}

/** Arguments with which the storage tool makes the SCRAM user. @throws EngineError for a name or password that its syntax cannot carry */
export function scramArguments({ username, password }: Sasl): string[] {
  if (!/^[\w.~-]+$/.test(username) || !/^[\w.~-]+$/.test(password)) throw new EngineError('Kafka 的用户名与口令只能用字母、数字与 . _ ~ -')
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => ['--add-scram', `${mechanism}=[name=${username},password=${password}]`])
}
