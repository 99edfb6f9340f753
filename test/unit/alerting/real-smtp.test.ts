import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { strongRandom } from '../../../adapters/hash.ts'
import { createSignLinks } from '../../../adapters/sign-links.ts'
import { createChannels } from '../../../alerting/channels/create-channels.ts'
import { startOutbox } from '../../../alerting/outbox.ts'
import type { NoticeRow } from '../../../core/notice.ts'
import { defined, noticeFor, rowOf, until } from '../../support/alerting-notices.ts'
import { MemoryNotices, RecordingLogger } from '../../support/alerting-stores.ts'
import { findAiosmtpd, RealSmtp } from '../../support/real-smtp.ts'

const found = findAiosmtpd()
if ('missing' in found) console.warn(`mail over a real server is not tested: ${found.missing}`)

const signLinks = createSignLinks({ key: 'k'.repeat(32), validHours: 24, publicUrl: 'https://desk.example.invalid' })
const id = '0123456789abcdef0123456789abcdef'

describe.skipIf('missing' in found)('mail over aiosmtpd, as Python reads it', () => {
  let server: RealSmtp
  let port: number

  beforeAll(async () => {
    server = new RealSmtp('python' in found ? found.python : '')
    port = await server.open()
  })
  afterAll(() => server.close())

  function channelWith(more: Record<string, unknown> = {}) {
    const settings = { type: 'smtp', enabled: true, host: '127.0.0.1', port, secure: false, from: 'wanglou@desk.example.invalid', ...more }
    // In a drill a password may stand in the settings.
    const deps = { drill: true, clock: systemClock, env: {}, baseUrl: 'https://desk.example.invalid', signLinks }
    return createChannels({ mail: settings }, deps)
  }

  async function send(row: NoticeRow, more: Record<string, unknown> = {}) {
    const { mail } = channelWith(more)
    return defined(mail).send(row, AbortSignal.timeout(10_000))
  }

  /** The server's answer may be here before what its process told of the mail. */
  async function nextMail(before: number) {
    await until(() => server.mails.length > before)
    return defined(server.mails[before])
  }

  test('arrives whole: a long Chinese title, long lines, lines of a single dot, and the link to sign', async () => {
    const title = `Ⅰ◆特别重大｜新事件：${'青石县一化工厂发生爆炸'.repeat(12)}`
    const body = ['.', '..开头是点', '长行'.repeat(900), '“引号” & <标签> 🔥', 'From 行首'].join('\n')
    const notice = { ...noticeFor(id, { address: 'desk@example.invalid', title, body }), recipient: recipient('desk@example.invalid') }
    expect(await send(rowOf(notice))).toEqual({ outcome: 'accepted', receipt: '250 2.0.0 taken by aiosmtpd' })
    const mail = await nextMail(0)
    expect(mail).toMatchObject({ from: 'wanglou@desk.example.invalid', to: ['desk@example.invalid'], subject: title })
    expect(mail.text.replaceAll('\r\n', '\n')).toBe(
      `${title}\n\n${body}\n\n查看：https://desk.example.invalid/incidents/inc-test\n\n一键签收（免登录，只供本人，请勿转发）：${signLinks.issue(notice)}`
    )
    expect(mail.longestLine).toBeLessThanOrEqual(998)
    expect(mail.noticeId).toBe(id)
  })

  test.each([
    ['nobody@example.invalid', 'refused', '550 5.1.1 no such user'],
    ['busy@example.invalid', 'retry', '451 4.7.1 come back later']
  ])('believes the server of %s: %s', async (address, outcome, words) => {
    const delivery = await send(rowOf(noticeFor('n1', { address })))
    expect(delivery).toMatchObject({ outcome, reason: expect.stringContaining(words) as string })
  })

  test('signs in where it has to, and with a wrong password tries again rather than lose the notice', async () => {
    const row = rowOf(noticeFor('n1', { address: 'desk@example.invalid' }))
    const before = server.mails.length
    expect((await send(row, { user: 'desk', password: 'geheim' })).outcome).toBe('accepted')
    expect((await nextMail(before)).signedIn).toBe(true)
    expect((await send(row, { user: 'desk', password: 'falsch' })).outcome).toBe('retry')
  })

  test('a hundred notices through the outbox arrive once each', async () => {
    const before = server.mails.length
    const notices = new MemoryNotices()
    const channels = channelWith()
    const outbox = startOutbox({
      notices,
      channels,
      clock: systemClock,
      logger: new RecordingLogger(),
      random: strongRandom,
      holder: 'a',
      pollMs: 20
    })
    await notices.request(Array.from({ length: 100 }, (_, index) => noticeFor(`n${index}`, { channel: 'mail', address: 'desk@example.invalid' })))
    await until(async () => (await notices.counts()).accepted === 100)
    await outbox.close()
    await until(() => server.mails.length >= before + 100)
    const ids = server.mails.slice(before).map(({ noticeId }) => noticeId)
    expect(new Set(ids).size).toBe(100)
    expect(ids).toHaveLength(100)
  })
})

function recipient(address: string): NoticeRow['notice']['recipient'] {
  return { contactId: 'desk', name: '值班室', role: 'duty-officer', departmentId: null, address }
}
