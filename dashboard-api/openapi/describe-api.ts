import type { RouteEntry } from '../access.ts'
import { approvalVerbs } from '../contract-verbs.ts'
import { Problem, seenHeader } from '../contract.ts'
import { answerSchemas, requestSchema, type JsonSchema } from './components.ts'
import { deskOperations } from './desk-operations.ts'
import { incidentOperations } from './incident-operations.ts'
import { noticeOperations } from './notice-operations.ts'
import { officeOperations } from './office-operations.ts'
import { isBytes, type Operation, type Operations } from './operation.ts'
import { ruleOperations } from './rule-operations.ts'
import { screenOperations } from './screen-operations.ts'

/** What is told of each route of the API. A route without its row here is one that a test names. */
export const operations: Operations = {
  ...deskOperations,
  ...incidentOperations,
  ...noticeOperations,
  ...officeOperations,
  ...ruleOperations,
  ...screenOperations
}

/** Of the route table: HEAD follows GET, the page's own files are no API, and MCP describes itself. */
export function isDescribed({ method, url }: RouteEntry): boolean {
  return method !== 'HEAD' && method !== 'OPTIONS' && url !== '/*' && url !== '/mcp'
}

/** The API as OpenAPI 3.1: addresses and who may call them as registered, bodies and answers from the contract that the page uses. */
export function describeApi(routes: readonly RouteEntry[], version: string): JsonSchema {
  const { schemas, refTo } = answerSchemas()
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const route of routes.filter(isDescribed)) {
    const operation = operations[`${route.method} ${route.url}`]
    if (operation === undefined) continue
    const path = (paths[route.url.replaceAll(/:(\w+)/g, '{$1}')] ??= {})
    path[route.method.toLowerCase()] = operationOf(route, operation, refTo)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '望楼',
      version,
      description:
        '答复里的时刻一律为 UTC，如 2026-11-24T10:03:00.000Z；请求里的可带任何时区，如 2026-11-24T18:03:00+08:00（写在地址里时 + 要写成 %2B）。错误一律为 application/problem+json。'
    },
    tags: [...new Set(Object.values(operations).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: { ...schemas, Problem: schemas['Problem'] ?? refTo(Problem) }, securitySchemes }
  }
}

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: 'wanglou', description: '登录后的会话；经 https 时名为 __Host-wanglou。改动须带本系统的 Origin。' },
  apiToken: { type: 'http', scheme: 'bearer', description: '接口令牌：只读，按权限。' },
  pushToken: { type: 'apiKey', in: 'header', name: 'wanglou-token', description: '推送令牌，见 docs/ingest.md。' }
}

function operationOf(route: RouteEntry, operation: Operation, refTo: (schema: NonNullable<Operation['body']>) => JsonSchema): JsonSchema {
  const { summary, tag, body, answers } = operation
  const answered = Object.entries(answers).map(([status, answer]) => [status, answerOf(answer, refTo)] as const)
  const refused = problemsOf(route, operation).map((status) => [String(status), problem(status)] as const)
  const needs = route.access === 'public' || route.access === 'token' ? '' : `需要：${route.access}`
  return {
    operationId: `${route.method.toLowerCase()}${route.url.replaceAll(/[^a-z0-9]+/gi, '-')}`,
    summary,
    tags: [tag],
    ...(needs === '' ? {} : { description: needs }),
    'x-access': route.access,
    security: securityOf(route),
    parameters: parametersOf(route, operation),
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: requestSchema(body) } } } }),
    // What a route answers itself goes before what any route may.
    responses: Object.fromEntries([...refused, ...answered, ...(isTagged(route) ? [['304', { description: '与 If-None-Match 所写的一样' }]] : [])])
  }
}

/** What is read under `/api/` has an ETag, and is not sent again to whom has it. */
function isTagged({ method, url }: RouteEntry): boolean {
  return method === 'GET' && url.startsWith('/api/')
}

function answerOf(answer: Operation['answers'][number], refTo: (schema: NonNullable<Operation['body']>) => JsonSchema): JsonSchema {
  if (answer === undefined || answer === null) return { description: '没有内容' }
  if (isBytes(answer)) return { description: '文件', content: Object.fromEntries(answer.mediaTypes.map((type) => [type, {}])) }
  return { description: '成功', content: { 'application/json': { schema: refTo(answer) } } }
}

const problemWords: Readonly<Record<number, string>> = {
  400: '填写有误',
  401: '未登录，或凭证无效',
  403: '没有权限，或请求来源不符',
  404: '没有找到',
  409: '不能这样办理，或他人刚刚作了修改',
  413: '内容太大',
  415: '只接受 JSON',
  426: '此地址只接受 WebSocket',
  429: '请求过于频繁',
  500: '系统出错',
  502: '暂时无法连接',
  503: '暂时无法完成'
}

function problem(status: number): JsonSchema {
  const headers = status === 429 ? { headers: { 'Retry-After': { schema: { type: 'integer' }, description: '几秒后再试' } } } : {}
  return {
    description: problemWords[status] ?? '请求有误',
    ...headers,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  }
}

/** What follows from the route itself: who may call it, what it reads. Any may be refused for a broken body or for coming too often. */
function problemsOf({ method, url, access }: RouteEntry, { body, problems = [] }: Operation): number[] {
  const changes = method !== 'GET'
  const statuses = [
    ...(changes || url.includes(':') || method === 'GET' ? [400] : []),
    ...(access === 'public' ? [] : [401]),
    ...(access === 'public' && !changes ? [] : [403]),
    ...(url.includes(':') ? [404] : []),
    ...(changes ? [413, 415] : []),
    ...(body === undefined ? [] : [413, 415]),
    429,
    500,
    503,
    ...problems
  ]
  return [...new Set(statuses)].toSorted((a, b) => a - b)
}

function securityOf({ access, scope }: RouteEntry): JsonSchema[] {
  if (access === 'public') return []
  if (access === 'token') return [{ pushToken: [] }]
  if (access === 'api-token') return [{ apiToken: [] }]
  return [{ session: [] }, ...(scope === null ? [] : [{ apiToken: [scope] }])]
}

function parametersOf(route: RouteEntry, { query, body }: Operation): JsonSchema[] {
  const { method, url } = route
  const inPath = [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string', minLength: 1 } }))
  const asked = query === undefined ? {} : requestSchema(query)
  const required = new Set((asked['required'] as readonly string[] | undefined) ?? [])
  const inQuery = Object.entries((asked['properties'] as Record<string, JsonSchema> | undefined) ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema
  }))
  const isVerb = method === 'POST' && url.startsWith('/api/incidents/:id/') && body !== undefined
  return [
    ...inPath,
    ...inQuery,
    ...(isTagged(route) ? [ifNoneMatch] : []),
    ...(method === 'POST' && body !== undefined ? [idempotencyKey] : []),
    ...(isVerb ? [{ ...seen, required: approvalVerbs.has(url.split('/').at(-1) ?? '') }] : [])
  ]
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: '同一人以同一键重发同一操作、同一内容只办一次；内容不同的是另一次操作',
  schema: { type: 'string', maxLength: 200 }
}
const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: '上次答复的 ETag：没有变时答 304，没有内容',
  schema: { type: 'string' }
}
const seen = {
  name: seenHeader,
  in: 'header',
  description: '办理人看到的时间线最新序号；核准（口径、延期）必须写明',
  schema: { type: 'integer', minimum: 0 }
}
