import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { InvalidInputError } from '../../core/errors.ts'
import { jsonFault } from '../../core/json-fault.ts'
import { parseJson } from '../../core/json-ids.ts'
import { msBetween, addMs, minuteMs } from '../../core/instant.ts'
import { sourceKindWords } from '../../core/search-fields.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { TypedMentionRequest, type PushAnswer, type TypedMention, type TypingPlaces } from '../contract-ingest.ts'
import { BadRequestError, PushRefusedError } from '../errors.ts'
import { IngestBudget } from '../ingest-budget.ts'
import { IngestLedger } from '../ingest-ledger.ts'
import { authenticatePush, type Pusher } from '../ingest-signature.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import { readRequest } from '../read-request.ts'

const largestPush = 8 * 1024 * 1024

export function ingestRoutes(app: FastifyInstance, context: AppContext): void {
  typedRoutes(app, context)
  // Its body is signed as it came, so it is kept as bytes; no other route takes so much.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: largestPush }, (_request, body, done) => done(null, body))
    pushRoute(scope, context)
  })
}

function pushRoute(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, ingest } = context
  const budget = new IngestBudget<PushAnswer>()
  const ledger = new IngestLedger({ audit: stores.audit, clock })
  const timer = setInterval(() => void ledger.flush().catch(() => undefined), minuteMs)
  timer.unref()
  app.addHook('preClose', async () => {
    clearInterval(timer)
    await ledger.flush()
  })

  app.post('/api/ingest', { config: { access: 'token' }, bodyLimit: largestPush }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const pusher = await authenticate(context, ledger, request, body)
    const answered = pusher.signature === null ? null : budget.answered(pusher.signature)
    if (answered !== null) return answer(reply, pusher, { ...answered, repeated: true })
    const waitMs = budget.waitMs(pusher.token.id, clock.elapsedMs())
    if (waitMs > 0) {
      void reply.header('retry-after', String(Math.ceil(waitMs / 1000)))
      return sendProblem(reply, plainProblem(429, '推送过于频繁'))
    }
    const report = await ingest.push(pusher.sourceId, parsed(body), pusher.observedAt)
    const result: PushAnswer = { ...report, items: [...report.items], repeated: false }
    budget.spend(pusher.token.id, result.items.length)
    if (pusher.signature !== null) budget.remember(pusher.signature, result)
    await ledger.note(`${pusher.sourceId}.${pusher.token.id}`, result.accepted, result.refused)
    return answer(reply, pusher, result)
  })
}

async function authenticate(context: AppContext, ledger: IngestLedger, request: FastifyRequest, body: Buffer): Promise<Pusher> {
  const { stores, clock, writer } = context
  try {
    return await authenticatePush({ crawl: stores.crawl, clock, sha256: writer.sha256 }, request.headers, body)
  } catch (error) {
    if (error instanceof PushRefusedError) await ledger.note(`${request.ip} 签名不符`, 0, 1)
    throw error
  }
}

/** weibo-crawler takes nothing but 200 for a success; everybody else is told that it is kept and not yet judged. */
function answer(reply: FastifyReply, pusher: Pusher, result: PushAnswer): FastifyReply {
  const done = pusher.signature === null ? 200 : 202
  return reply.code(result.accepted === 0 && result.refused > 0 ? 422 : done).send(result)
}

function parsed(body: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (error) {
    throw new InvalidInputError('请求体不是 UTF-8', { cause: error })
  }
  try {
    return parseJson(text)
  } catch (error) {
    throw new InvalidInputError(jsonFault(error), { cause: error })
  }
}

/** 人工录入: a call that was taken, a broadcast that was heard. */
function typedRoutes(app: FastifyInstance, { stores, clock, ingest }: AppContext): void {
  app.get('/api/typed-mentions', { config: { access: 'mention.enter' } }, async (): Promise<TypingPlaces> => ({
    now: clock.now(),
    sources: ingest.sources.filter(({ form }) => form).map(({ id, name, kind }) => ({ id, name, kind, kindWords: sourceKindWords[kind] }))
  }))

  app.post('/api/typed-mentions', { config: { access: 'mention.enter' } }, async (request, reply): Promise<TypedMention> => {
    const { person } = signedIn(request)
    const asked = readRequest(TypedMentionRequest, request.body)
    const source = ingest.sources.find(({ id, form }) => id === asked.sourceId && form)
    if (source === undefined) throw new BadRequestError('没有这个来源，或它不收人工录入', [{ path: 'sourceId', message: '请选择来源' }])
    if (msBetween(addMs(clock.now(), minuteMs), asked.publishedAt) > 0)
      throw new BadRequestError('时间在将来', [{ path: 'publishedAt', message: '时间在将来' }])
    // No more of it: who called is kept masked with the mention, and nowhere else.
    const deed = { actor: person, action: 'mention.enter', subject: source.id, detail: asked.title ?? '' }
    const id = await audited({ audit: stores.audit, clock }, deed, () => ingest.enter(source.id, asked))
    void reply.code(201)
    return { id, source: source.name }
  })
}
