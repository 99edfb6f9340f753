import { errors } from '@elastic/elasticsearch'
import { AccessRefusedError, ConflictError, FatalError, RetryableError, UnreachableError } from '../../core/errors.ts'

/** The server answers that it cannot now: too much to do, shards starting, an index closed for a moment. */
export class StoreOverloadedError extends RetryableError {
  readonly code = 'store-overloaded'
}

/** The server refused a request for good: a fault of ours, or an index that is not as it should be. */
export class StoreRefusedError extends FatalError {
  readonly code = 'store-refused'
}

/** The server speaks another major version than the client. */
export class ServerVersionError extends FatalError {
  readonly code = 'server-version'
}

/** The indices were made by a newer version of the program. */
export class NewerIndexError extends FatalError {
  readonly code = 'newer-index'
}

/** Somebody else's index template would make our indices otherwise than we need them. */
export class ForeignTemplateError extends FatalError {
  readonly code = 'foreign-template'
}

/** An index under a name of ours that nobody would read or whose fields were guessed, or that is closed. Waits until a person mended it. */
export class UnsoundIndexError extends RetryableError {
  readonly code = 'unsound-index'
}

/** An index is gone though others refer to what it held. */
export class MissingIndexError extends FatalError {
  readonly code = 'missing-index'
}

/** Mentions that the server will never take as they are; all others of the same call are stored. */
export class MentionRefusedError extends FatalError {
  readonly code = 'mention-refused'

  /** Of reasons by mention. */
  static of(reasons: ReadonlyMap<string, string>): MentionRefusedError {
    const words = [...reasons].slice(0, 5).map(([id, reason]) => `信息 ${id} 未被收下：${reason}`)
    return new MentionRefusedError(`Elasticsearch：${words.join('；')}${reasons.size > words.length ? `；等共 ${reasons.size} 条` : ''}`, {
      metadata: { mentions: reasons.size, first: [...reasons.keys()][0] ?? null }
    })
  }
}

const readsWithoutShard: ReadonlySet<string> = new Set(['no_shard_available_action_exception', 'search_phase_execution_exception'])

/** Statuses after which the same request may succeed; a closed index is opened again by a person, and 403 is a block on writing, such as a full disk or an index being upgraded. */
export function isPassing(status: number, type: string): boolean {
  if (status === 429 || status === 502 || status === 503 || status === 504) return true
  if (type === 'index_closed_exception') return true
  return type === 'cluster_block_exception' || type === 'no_shard_available_action_exception' || type === 'unavailable_shards_exception'
}

/** What a read is answered while no copy of a shard has started; a write waits at the server. */
export function isShardMissing(error: unknown): boolean {
  if (error instanceof StoreOverloadedError) return readsWithoutShard.has(String(error.metadata['type']))
  return error instanceof errors.ResponseError && error.statusCode === 503 && readsWithoutShard.has(typeOf(error))
}

/** An error of the client as our own kind, with the address and the reason; anything else passes through. */
export function fromElasticsearch(error: unknown, doing: string): unknown {
  if (error instanceof errors.ResponseError) return fromResponse(error, doing)
  if (error instanceof errors.ConnectionError || error instanceof errors.TimeoutError || error instanceof errors.NoLivingConnectionsError) {
    return fromConnection(error, doing)
  }
  if (error instanceof errors.ProductNotSupportedError) {
    return new ServerVersionError(`Elasticsearch：${doing}：对方不是 Elasticsearch（${error.message}）`, { cause: error })
  }
  return error
}

function fromResponse(error: errors.ResponseError, doing: string): Error {
  const status = error.statusCode ?? 0
  const type = typeOf(error)
  const metadata = { status, type }
  const message = `Elasticsearch：${doing}：${status} ${type} ${reasonOf(error)}`
  if (status === 401 || (status === 403 && type === 'security_exception')) return new AccessRefusedError(message, { cause: error, metadata })
  if (status === 409) return new ConflictError(message, { cause: error, metadata })
  if (type === 'media_type_header_exception') {
    return new ServerVersionError(`${message}。本程序的客户端是 9.x，只能连接 9.x 的服务器`, { cause: error, metadata })
  }
  if (isPassing(status, type)) return new StoreOverloadedError(message, { cause: error, metadata })
  return new StoreRefusedError(message, { cause: error, metadata })
}

/** Where the other side hangs up on our first words, or answers in others, it most likely does not speak the same protocol. */
const otherProtocol = /other side closed|before secure TLS connection was established|wrong version number|packet length too long/i

/** A certificate that is refused will be refused again: only a person can mend that. */
function fromConnection(error: Error & { meta?: unknown }, doing: string): Error {
  const reason = error.message.trim().replaceAll(/\s*\n\s*/g, '；')
  const hint = otherProtocol.test(reason) ? '；对方可能要求、或不支持 TLS：请核对地址是 http 还是 https' : ''
  const message = `Elasticsearch：${doing}：无法连接 ${addressOf(error)}（${reason}${hint}）`
  if (/certificate|self.signed|CERT_|altnames/i.test(error.message)) return new AccessRefusedError(message, { cause: error })
  return new UnreachableError(message, { cause: error })
}

/** The client redacts what its errors carry, which makes a text of the address. */
function addressOf(error: { meta?: unknown }): string {
  const meta = error.meta as { meta?: { connection?: { url?: URL | string } | null } } | undefined
  const url = meta?.meta?.connection?.url
  return url === undefined ? '任何一个节点' : new URL(url).origin
}

function typeOf(error: errors.ResponseError): string {
  const body = error.body as { error?: { type?: string } | string } | undefined
  return (typeof body?.error === 'object' ? body.error.type : body?.error) ?? 'unknown'
}

function reasonOf(error: errors.ResponseError): string {
  const body = error.body as { error?: { reason?: string } } | undefined
  return (typeof body?.error === 'object' ? body.error.reason : undefined)?.slice(0, 500) ?? ''
}
