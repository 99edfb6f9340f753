import { afterEach, describe, expect, test } from 'vitest'
import { smtpChannel } from '../../../alerting/channels/smtp.ts'
import type { Channel } from '../../../alerting/channels/channel.ts'
import { Contact } from '../../../core/department.ts'
import type { NoticeRow } from '../../../core/notice.ts'
import { MailSink } from '../../support/alerting-sinks.ts'
import { noticeFor, rowOf } from '../../support/alerting-notices.ts'

const open: MailSink[] = []
const patient = new AbortController().signal

async function channelTo(sink: MailSink, more: { user?: string; timeoutMs?: number } = {}): Promise<Channel> {
  open.push(sink)
  const port = await sink.open()
  return smtpChannel(
    { host: '127.0.0.1', port, secure: false, from: 'wanglou@example.invalid', user: more.user ?? null, timeoutMs: more.timeoutMs ?? 3000 },
    more.user === undefined ? null : 'geheim',
    { baseUrl: null }
  )
}

function mail(more: Parameters<typeof noticeFor>[1] = {}, row: Partial<NoticeRow> = {}): NoticeRow {
  return rowOf(noticeFor('0123abcd', { channel: 'mail', address: 'desk@example.invalid', ...more }), row)
}

function failing(code: number): Error {
  return Object.assign(new Error('nein'), { responseCode: code })
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((sink) => sink.close()))
})

describe('mail', () => {
  test('arrives with the notice’s id as its own, in readable Chinese', async () => {
    const sink = new MailSink()
    const delivery = await (await channelTo(sink)).send(mail(), patient)
    expect(delivery.outcome).toBe('accepted')
    const [got] = sink.mails
    expect(got?.from).toBe('wanglou@example.invalid')
    expect(got?.to).toEqual(['desk@example.invalid'])
    expect(got?.text).toContain('Message-ID: <0123abcd@example.invalid>')
    expect(got?.text).toMatch(/^X-Wanglou-Notice-Id: 0123abcd\r$/im)
    expect(subjectOf(got?.text ?? '')).toBe('Ⅰ◆特别重大｜新事件：测试')
    expect(bodyOf(got?.text ?? '')).toContain('正文')
    expect(bodyOf(got?.text ?? '')).toContain('/incidents/inc-test')
  })

  test('says in its subject when it may have come before', async () => {
    const sink = new MailSink()
    await (await channelTo(sink)).send(mail({}, { possibleDuplicate: true }), patient)
    expect(subjectOf(sink.mails[0]?.text ?? '')).toBe('【可能重复】Ⅰ◆特别重大｜新事件：测试')
    expect(sink.mails[0]?.text).toMatch(/^X-Wanglou-Possible-Duplicate: true\r$/im)
  })

  test('cannot be given another header or recipient by a crawled title or a name', async () => {
    const sink = new MailSink()
    const channel = await channelTo(sink)
    await channel.send(mail({ title: '爆炸\r\nBcc: victim@example.invalid\r\n\r\nforged' }), patient)
    const headers = sink.mails[0]?.text.split('\r\n\r\n')[0] ?? ''
    expect(headers).not.toMatch(/^Bcc:/im)
    expect(sink.mails[0]?.to).toEqual(['desk@example.invalid'])
    for (const address of ['a@example.invalid\r\nRCPT TO:<b@example.invalid>', 'a@example.invalid, b@example.invalid', 'keine-adresse', '']) {
      expect(await channel.send(mail({ address }), patient)).toEqual({ outcome: 'refused', reason: '不是可用的邮箱地址' })
    }
    expect(sink.mails).toHaveLength(1)
  })

  test.each([
    [550, 'refused'],
    [450, 'retry']
  ] as const)('takes a recipient’s %i as %s', async (code, outcome) => {
    const channel = await channelTo(new MailSink({ onRcptTo: (_address, _session, done) => done(failing(code)) }))
    expect((await channel.send(mail(), patient)).outcome).toBe(outcome)
  })

  test.each([
    [554, 'refused'],
    [451, 'retry']
  ] as const)('takes %i after the text as %s: the server answered, so it is known', async (code, outcome) => {
    const channel = await channelTo(
      new MailSink({
        onData: (stream, _session, done) => {
          stream.on('end', () => done(failing(code))).resume()
        }
      })
    )
    expect((await channel.send(mail(), patient)).outcome).toBe(outcome)
  })

  test('a wrong password is the channel’s fault and is tried again', async () => {
    const sink = new MailSink({ authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(failing(535)) })
    expect((await (await channelTo(sink, { user: 'wanglou' })).send(mail(), patient)).outcome).toBe('retry')
  })

  test('a server that breaks off after the text leaves it unknown', async () => {
    let taken = 0
    const sink = new MailSink({
      onData: (stream) => {
        stream
          .on('end', () => {
            taken++
            void sink.close()
          })
          .resume()
      }
    })
    expect((await (await channelTo(sink)).send(mail(), patient)).outcome).toBe('unknown')
    expect(taken).toBe(1)
  })

  test('a server that is silent after the text leaves it unknown; one that is silent before does not', async () => {
    const after = await channelTo(
      new MailSink({
        onData: (stream) => {
          stream.resume()
        }
      }),
      { timeoutMs: 300 }
    )
    expect((await after.send(mail(), patient)).outcome).toBe('unknown')
    const before = await channelTo(new MailSink({ onMailFrom: () => {} }), { timeoutMs: 300 })
    expect((await before.send(mail(), patient)).outcome).toBe('retry')
  })

  test('nobody listening is known not to have taken it', async () => {
    const sink = new MailSink()
    const channel = await channelTo(sink)
    await sink.close()
    expect((await channel.send(mail(), patient)).outcome).toBe('retry')
  })

  test('cannot reach a contact without an address', () => {
    const channel = smtpChannel({ host: '127.0.0.1', port: 25, secure: false, from: 'a@example.invalid', user: null, timeoutMs: 100 }, null, {
      baseUrl: null
    })
    expect(channel.reach(Contact.parse({ id: 'x', name: 'x', role: 'leader' }))).toEqual({
      unreachable: '没有邮箱地址'
    })
  })
})

function subjectOf(text: string): string {
  const header = /^Subject: ((?:.*\r\n)(?:[ \t].*\r\n)*)/m.exec(text)?.[1] ?? ''
  return header
    .trim()
    .split(/\r\n\s+/)
    .map((word) =>
      word.replace(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_all, kind: string, part: string) =>
        kind.toUpperCase() === 'B' ? Buffer.from(part, 'base64').toString('utf8') : quoted(part.replaceAll('_', ' '))
      )
    )
    .join('')
}

function bodyOf(text: string): string {
  const [headers = '', ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  return /base64/i.test(headers) ? Buffer.from(body, 'base64').toString('utf8') : quoted(body.replaceAll('=\r\n', ''))
}

function quoted(text: string): string {
  return decodeURIComponent(text.replaceAll('%', '%25').replace(/=([0-9A-F]{2})/gi, '%$1'))
}
