import { ECDH } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { InvalidInputError } from '../../core/errors.ts'
import { addPushSubscription, isPushService, PushSubscription, readPushSubscriptions, removePushSubscription } from '../../core/push-subscription.ts'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import { PushEndRequest, type PushView } from '../contract-notices.ts'
import { readRequest } from '../read-request.ts'

/** 浏览器推送: a person switches it on in a browser, and off again. */
export function pushRoutes(app: FastifyInstance, { stores, push }: AppContext): void {
  const config = { access: 'notice.read' as const }

  app.get('/api/push', { config }, async (request): Promise<PushView> => {
    const browsers = await readPushSubscriptions(stores.crawl, signedIn(request).person.id)
    return { publicKey: push?.publicKey ?? null, endpoints: browsers.map(({ endpoint }) => endpoint) }
  })

  app.post('/api/push', { config }, async (request, reply) => {
    const { person } = signedIn(request)
    const subscription = readRequest(PushSubscription, request.body)
    if (push === null) throw new InvalidInputError('本系统没有启用浏览器推送')
    if (!isPushService(subscription.endpoint, push.services)) throw new InvalidInputError('此浏览器的推送服务不在本系统的名单内')
    if (!isPoint(subscription.p256dh)) throw new InvalidInputError('公钥无效：不是 P-256 曲线上的点')
    const others = (await stores.accounts.list()).filter(({ id }) => id !== person.id)
    // One browser, one person: whoever used it before must not have theirs shown to the next.
    await Promise.all(others.map(({ id }) => removePushSubscription(stores.crawl, id, subscription.endpoint)))
    await addPushSubscription(stores.crawl, person.id, subscription)
    return await reply.code(204).send()
  })

  app.post('/api/push/end', { config }, async (request, reply) => {
    const { person } = signedIn(request)
    await removePushSubscription(stores.crawl, person.id, readRequest(PushEndRequest, request.body).endpoint)
    return await reply.code(204).send()
  })
}

/** Not every 65 bytes are a key: what lies off the curve can never be sent to. */
function isPoint(p256dh: string): boolean {
  try {
    ECDH.convertKey(p256dh, 'prime256v1', 'base64url')
    return true
  } catch {
    return false
  }
}
