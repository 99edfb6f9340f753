import type { FastifyInstance } from 'fastify'
import { InvalidInputError } from '../../core/errors.ts'
import { addPushSubscription, isPushService, PushSubscription, readPushSubscriptions, removePushSubscription } from '../../core/push-subscription.ts'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import { PushEndRequest, type PushView } from '../contract.ts'
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
    await addPushSubscription(stores.crawl, person.id, subscription)
    return await reply.code(204).send()
  })

  app.post('/api/push/end', { config }, async (request, reply) => {
    const { person } = signedIn(request)
    await removePushSubscription(stores.crawl, person.id, readRequest(PushEndRequest, request.body).endpoint)
    return await reply.code(204).send()
  })
}
