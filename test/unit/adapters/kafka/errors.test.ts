import kafkajs from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { fromKafka, isLostMembership, isPassing, KafkaFailedError, RecordTooLargeError, RejoinError } from '../../../../adapters/kafka/errors.ts'
import { AccessRefusedError, UnreachableError } from '../../../../core/errors.ts'

const brokers = ['10.0.0.1:9092', '10.0.0.2:9092']

describe('errors of kafkajs', () => {
  test('name address and reason of a broker that cannot be reached, however deep they are wrapped', () => {
    const refused = new kafkajs.KafkaJSConnectionError('Connection error: connect ECONNREFUSED 10.0.0.2:9092', {
      broker: '10.0.0.2:9092',
      code: 'ECONNREFUSED'
    })
    const exceeded = Object.assign(new kafkajs.KafkaJSNumberOfRetriesExceeded(refused, { retryCount: 3, retryTime: 1 }), { cause: refused })
    const wrapped = Object.assign(new kafkajs.KafkaJSNonRetriableError(exceeded), { cause: exceeded })
    for (const error of [refused, wrapped]) {
      const ours = fromKafka(error, 'open', brokers)
      expect(ours).toBeInstanceOf(UnreachableError)
      expect(ours.message).toBe('kafka 10.0.0.2:9092: open: connect ECONNREFUSED 10.0.0.2:9092')
    }
  })

  test('say in words what OpenSSL says with its place', () => {
    const message =
      '40CDA6C6EC7F0000:error:0A000412:SSL routines:ssl3_read_bytes:ssl/tls alert bad certificate:../deps/rec_layer_s3.c:918:SSL alert number 42\n'
    const error = new kafkajs.KafkaJSConnectionError(`Connection error: ${message}`, { broker: 'b:1', code: 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE' })
    const ours = fromKafka(error, 'open', brokers)
    expect(ours).toBeInstanceOf(AccessRefusedError)
    expect(ours.message).toContain('certificate refused: ssl/tls alert bad certificate (')
  })

  test('of a connection that broke while it was authenticated are no refusals', () => {
    const error = namedError('KafkaJSSASLAuthenticationError', 'SASL PLAIN authentication failed: Connection error: read ECONNRESET')
    expect(fromKafka(error, 'open', brokers)).toBeInstanceOf(UnreachableError)
  })

  test('of credentials and rights are refusals', () => {
    const sasl = fromKafka(namedError('KafkaJSSASLAuthenticationError', 'SASL PLAIN authentication failed: wrong password'), 'open', brokers)
    expect(sasl).toBeInstanceOf(AccessRefusedError)
    expect(sasl.message).toContain('wrong password')
    const rights = fromKafka(protocolError('TOPIC_AUTHORIZATION_FAILED', 29, false), 'append', brokers)
    expect(rights).toBeInstanceOf(AccessRefusedError)
  })

  test.each([
    ['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ["Hostname/IP does not match certificate's altnames", 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['certificate has expired', 'CERT_HAS_EXPIRED'],
    ['tlsv13 alert certificate required', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
    ['tlsv1 alert unknown ca', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA']
  ])('of a certificate are refusals: %s', (message, code) => {
    const ours = fromKafka(new kafkajs.KafkaJSConnectionError(`Connection error: ${message}`, { broker: '10.0.0.1:9093', code }), 'open', brokers)
    expect(ours).toBeInstanceOf(AccessRefusedError)
    expect(ours.message).toContain(`certificate refused: ${message} (${code})`)
  })

  test.each(['Closed connection', 'Connection error: Client network socket disconnected before secure TLS connection was established'])(
    'say that the protocol may be the mistake: %s',
    (message) => {
      const ours = fromKafka(new kafkajs.KafkaJSConnectionError(message, { broker: 'b:1' }), 'open', brokers)
      expect(ours).toBeInstanceOf(UnreachableError)
      expect(ours.message).toContain('TLS 或 SASL')
      expect(fromKafka(new kafkajs.KafkaJSConnectionError('read ECONNRESET', { broker: 'b:1' }), 'open', brokers).message).not.toContain('TLS')
    }
  )

  test('of SASL towards a broker that asks for none are refusals that say where to look', () => {
    const ours = fromKafka(
      new kafkajs.KafkaJSProtocolError(
        Object.assign(new Error('Request is not valid given the current SASL state'), { type: 'ILLEGAL_SASL_STATE', code: 34, retriable: false })
      ),
      'open',
      brokers
    )
    expect(ours).toBeInstanceOf(AccessRefusedError)
    expect(ours.message).toContain('TLS 或 SASL')
  })

  test('of a connection that is not TLS at all may pass', () => {
    const error = new kafkajs.KafkaJSConnectionError('Connection error: wrong version number', {
      broker: 'b:1',
      code: 'ERR_SSL_WRONG_VERSION_NUMBER'
    })
    expect(fromKafka(error, 'open', brokers)).toBeInstanceOf(UnreachableError)
  })

  test('of a record that is too large, and of requests that Kafka refuses, cannot be mended by a retry', () => {
    expect(fromKafka(protocolError('MESSAGE_TOO_LARGE', 10, false), 'append', brokers)).toBeInstanceOf(RecordTooLargeError)
    expect(fromKafka(protocolError('INVALID_REPLICATION_FACTOR', 38, false), 'open', brokers)).toBeInstanceOf(KafkaFailedError)
    expect(fromKafka(new TypeError('a fault of ours'), 'open', brokers)).toBeInstanceOf(KafkaFailedError)
  })

  test('of the moment may pass; a lost membership is neither', () => {
    expect(isPassing(protocolError('NOT_LEADER_FOR_PARTITION', 6, true))).toBe(true)
    expect(isPassing(new kafkajs.KafkaJSRequestTimeoutError('Request Heartbeat timed out'))).toBe(true)
    expect(isPassing(protocolError('OFFSET_METADATA_TOO_LARGE', 12, false))).toBe(false)
    for (const type of ['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP']) {
      expect([isLostMembership(protocolError(type, 0, true)), isPassing(protocolError(type, 0, true))]).toEqual([true, false])
    }
    expect(isLostMembership(new RejoinError(new Error('gone')))).toBe(true)
  })
})

function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

function protocolError(type: string, code: number, retriable: boolean): Error {
  return Object.assign(new Error(`the server said ${type}`), { name: 'KafkaJSProtocolError', type, code, retriable })
}
