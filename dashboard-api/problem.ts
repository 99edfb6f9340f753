import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { DamagedArchiveError } from '../core/archive/archives.ts'
import {
  AlreadyRunningError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
  RetryableError,
  UnreachableError,
  WanglouError
} from '../core/errors.ts'
import type { Logger } from '../core/ports.ts'
import { MissingCalendarError } from '../core/working-calendar.ts'
import type { Problem } from './contract.ts'
import {
  ApiTokenError,
  BadRequestError,
  ForeignOriginError,
  LockedError,
  OwingError,
  PushRefusedError,
  SignedOutError,
  SignInError,
  SignLinkError,
  TooManyRequestsError
} from './errors.ts'
import { isLeft } from './limit-key.ts'

const kinds: readonly [new (...args: never[]) => WanglouError, number, string][] = [
  [BadRequestError, 400, '填写有误'],
  [InvalidInputError, 400, '填写有误'],
  [SignedOutError, 401, '请登录'],
  [SignInError, 401, '登录未成功'],
  [PushRefusedError, 401, '推送未获认可'],
  [ApiTokenError, 401, '令牌未获认可'],
  [OwingError, 403, '登录还没有完成'],
  [ForbiddenError, 403, '没有权限'],
  [SignLinkError, 403, '链接不能用'],
  [ForeignOriginError, 403, '请求来源不符'],
  [NotFoundError, 404, '没有找到'],
  [RefusedError, 409, '不能这样办理'],
  [MissingCalendarError, 409, '不能这样办理'],
  [ConflictError, 409, '他人刚刚作了修改'],
  [AlreadyRunningError, 409, '正在运行'],
  [DamagedArchiveError, 409, '归档包已被改动'],
  [LockedError, 429, '登录已锁定'],
  [TooManyRequestsError, 429, '请求过于频繁'],
  [UnreachableError, 502, '暂时无法连接'],
  [RetryableError as never, 503, '暂时无法完成']
]

/** What fastify itself refuses, in our words. */
const frameworkTitles: Readonly<Record<number, string>> = {
  400: '请求格式有误',
  404: '没有找到',
  405: '不支持这种方法',
  413: '内容太大',
  414: '地址太长',
  415: '只接受 JSON',
  429: '请求过于频繁'
}

/** An error as problem+json. What is no error of ours tells the person nothing but where to ask. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof WanglouError) {
    const [, status, title] = kinds.find(([kind]) => error instanceof kind) ?? [null, 500, '系统出错']
    const detail = status === 500 ? `请将编号 ${requestId} 告知管理员` : error.message
    const fields = error instanceof BadRequestError ? [...error.fields] : []
    return { type: `wanglou:${error.code}`, title, status, detail, code: error.code, retryable: error instanceof RetryableError, fields }
  }
  const status = (error as Partial<FastifyError> | null)?.statusCode ?? 500
  if (status >= 400 && status < 500) return plainProblem(status, frameworkTitles[status] ?? '请求有误')
  return { ...plainProblem(500, '系统出错'), detail: `请将编号 ${requestId} 告知管理员`, code: 'internal' }
}

export function plainProblem(status: number, title: string): Problem {
  return { type: 'about:blank', title, status, detail: title, code: `http-${status}`, retryable: status === 429, fields: [] }
}

export function errorHandler(logger: Logger) {
  return function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const problem = problemOf(error, request.id)
    if (problem.status >= 500) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      const about = { requestId: request.id, route: request.routeOptions.url ?? '', code: problem.code, error: text }
      // What fails for want of a client is no fault of ours, and nobody is left to be told.
      if (isLeft(request)) logger.warn({ ...about, code: 'client-left' }, 'request given up: its client left')
      else logger.error(about, 'request failed')
    }
    if (error instanceof TooManyRequestsError) void reply.header('retry-after', error.retryAfterSeconds)
    return sendProblem(reply, problem)
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}
