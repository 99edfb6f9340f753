import { AccessRefusedError, FatalError, UnreachableError, WanglouError } from '../../core/errors.ts'

/** A record is larger than the topic takes; no try will store it. */
export class RecordTooLargeError extends FatalError {
  readonly code = 'record-too-large'
}

/** Kafka refused a request in a way that no retry mends. */
export class KafkaFailedError extends FatalError {
  readonly code = 'kafka-failed'
}

/** What errors of kafkajs and of sockets carry, as far as we read it. */
interface Clue {
  readonly name: string
  readonly message: string
  readonly type: string
  readonly code: string
  readonly broker: string
  readonly retriable: boolean
}

const refusedTypes = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'
])
const saslError = 'KafkaJSSASLAuthenticationError'
/** Codes of OpenSSL and Node when either side does not trust the other's certificate. */
const certificateCode = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED))/
const tooLargeTypes = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'])

/**
 * An error of kafkajs as one of ours: AccessRefusedError for credentials, rights and certificates, RecordTooLargeError,
 * UnreachableError (retryable) with address and reason for what may pass, KafkaFailedError for the rest.
 */
export function fromKafka(error: unknown, doing: string, brokers: readonly string[]): WanglouError {
  if (error instanceof WanglouError) return error
  const clues = cluesOf(error)
  const find = (test: (clue: Clue) => boolean): Clue | undefined => clues.find(test)
  const broker = find((clue) => clue.broker !== '')?.broker ?? brokers.join(', ')
  const details = (reason: string): [string, { cause: unknown; metadata: { broker: string; doing: string } }] => [
    `kafka ${broker}: ${doing}: ${reason}`,
    { cause: error, metadata: { broker, doing } }
  ]
  const refused = find((clue) => (clue.name === saslError && !isCutOff(clue)) || refusedTypes.has(clue.type))
  if (refused !== undefined) return new AccessRefusedError(...details(`${refused.message}${hintOf(clues)}`))
  const certificate = find((clue) => certificateCode.test(clue.code))
  if (certificate !== undefined) return new AccessRefusedError(...details(`certificate refused: ${certificate.message} (${certificate.code})`))
  const tooLarge = find((clue) => tooLargeTypes.has(clue.type))
  if (tooLarge !== undefined) return new RecordTooLargeError(...details(tooLarge.message))
  const reason = `${clues.at(-1)?.message ?? String(error)}${hintOf(clues)}`
  return arePassing(clues) ? new UnreachableError(...details(reason)) : new KafkaFailedError(...details(reason))
}

/** Whether the group goes on without this member's last join: the records come again to whoever has them now. */
export function isLostMembership(error: unknown): boolean {
  return cluesOf(error).some(({ type }) => lostMembershipTypes.has(type))
}

/** Thrown at kafkajs: by its `type` it joins the group again, as the same member, at whoever is the coordinator now. */
export class RejoinError extends Error {
  readonly type = 'NOT_COORDINATOR_FOR_GROUP'

  constructor(cause: unknown) {
    super('the coordinator cannot be reached', { cause })
    this.name = new.target.name
  }
}

const lostMembershipTypes = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP'])

const passingNames = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSTimeout',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded'
])

/** Whether a broker could not be reached or is not ready, rather than refused. */
export function isPassing(error: unknown): boolean {
  return !isLostMembership(error) && arePassing(cluesOf(error))
}

function arePassing(clues: readonly Clue[]): boolean {
  return clues.some((clue) => passingNames.has(clue.name) || (clue.type !== '' && clue.retriable) || (clue.name === saslError && isCutOff(clue)))
}

/** Where either side hangs up in the middle of the first words, they most likely do not speak the same protocol. */
const otherProtocol =
  /^closed connection$|before secure TLS connection was established|wrong version number|packet length too long|current SASL state/i

function hintOf(clues: readonly Clue[]): string {
  return clues.some(({ message }) => otherProtocol.test(message))
    ? '（对方可能要求、或不支持 TLS 或 SASL：请核对 cluster.kafka 的 tls、sasl 与端口）'
    : ''
}

/** kafkajs says "authentication failed" too when the connection broke before there was an answer. */
function isCutOff({ message }: Clue): boolean {
  return /connection (error|timeout|closed)|closed connection|not connected|timed out/i.test(message)
}

/** OpenSSL's reason without the place in its source, and without kafkajs's own prefix. */
export function plainReason(message: string): string {
  const [, openSsl] = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(message) ?? []
  return openSsl ?? message.replace(/^Connection error: /, '').trim()
}

/** The error and what it was made of, outermost first; kafkajs wraps the reason several times over. */
function cluesOf(error: unknown): Clue[] {
  const clues: Clue[] = []
  const left: unknown[] = [error]
  for (let at = left.shift(); at instanceof Error && clues.length < 12; at = left.shift()) {
    const fields = at as Error & Record<string, unknown>
    const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
    clues.push({
      name: at.name,
      message: plainReason(at.message),
      type: text('type'),
      code: text('code'),
      broker: text('broker'),
      retriable: fields['retriable'] === true
    })
    left.push(at.cause, ...(Array.isArray(fields['errors']) ? fields['errors'] : []))
  }
  return clues
}
