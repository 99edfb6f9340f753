import type { FastifyInstance } from 'fastify'
import { InvalidInputError, RefusedError } from '../../core/errors.ts'
import { testNotice, testSubject } from '../../core/test-notice.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { ChannelTestRequest, type ChannelTests, type NoticeView } from '../contract-notices.ts'
import { readRequest } from '../read-request.ts'
import { noticeView } from '../views/notice-view.ts'
import { commandIdOf } from './incident-commands.ts'

const shown = 20

/** 测试消息: through the same outbox and channels as every notice, so that what arrives proves that notices would. */
export function channelTestRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, contacts } = context

  app.get('/api/channel-tests', { config: { access: 'channel.test' } }, async (): Promise<ChannelTests> => {
    const [abouts, recent] = await Promise.all([context.channels(), stores.notices.list({ subjectId: testSubject, limit: shown })])
    return {
      now: clock.now(),
      channels: [...abouts].map(([id, { words, accepted, proof, reach }]) => ({
        id,
        words,
        accepted,
        proof,
        contacts: contacts.map((contact) => {
          const way = reach(contact)
          return { id: contact.id, name: contact.name, unreachable: 'unreachable' in way ? way.unreachable : null }
        })
      })),
      recent: recent.map(noticeView)
    }
  })

  app.post('/api/channel-tests', { config: { access: 'channel.test' } }, async (request): Promise<NoticeView> => {
    const { person } = signedIn(request)
    const { channel, contactId } = readRequest(ChannelTestRequest, request.body)
    const deed = { actor: person, action: 'channel.test', subject: channel, detail: contactId }
    return await audited({ audit: stores.audit, clock }, deed, async () => {
      const contact = contacts.find(({ id }) => id === contactId)
      const about = (await context.channels()).get(channel)
      if (contact === undefined) throw new InvalidInputError(`没有编号为 ${contactId} 的岗位`)
      if (about === undefined) throw new InvalidInputError(`渠道 ${channel} 没有启用`)
      const way = about.reach(contact)
      if ('unreachable' in way) throw new RefusedError(`${contact.name}：${way.unreachable}`)
      const id = commandIdOf(context, request, person, 'channel-test')
      const notice = testNotice({ id, contact, channel, address: way.address, by: person.name, now: clock.now(), drill: context.drill })
      await stores.notices.request([notice])
      const row = await stores.notices.get(id)
      if (row === null) throw new Error('a notice that was asked for is not there')
      return noticeView(row)
    })
  })
}
