import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { sha256 } from '../../adapters/hash.ts'
import type { Channel } from '../../alerting/channels/channel.ts'
import { eventWebhookChannel } from '../../alerting/channels/event-webhook.ts'
import { plainInMarkdown } from '../../alerting/channels/message.ts'
import { smtpChannel } from '../../alerting/channels/smtp.ts'
import { webhookChannel } from '../../alerting/channels/webhook.ts'
import { createEventWebhooks } from '../../alerting/event-webhooks.ts'
import type { NoticeRow } from '../../core/notice.ts'
import { noticeFor, rowOf } from '../support/alerting-notices.ts'
import { MailSink, WebhookSink } from '../support/alerting-sinks.ts'
import { MemoryNotices } from '../support/alerting-stores.ts'
import { closedMatter, filed, openArchiveDesk, run } from '../support/archive-desk.ts'
import { anchor, document, openingOf } from '../support/incidents.ts'
import { payloadBatches, payloadsIn, xssPayloads } from '../support/xss-payloads.ts'

const payloads = xssPayloads('http://canary.example')
const every = payloads.map((_, index) => index)
const patient = new AbortController().signal
const hook = new WebhookSink()
const post = new MailSink()
let hookUrl: string
let mailPort: number

beforeAll(async () => {
  hookUrl = await hook.open()
  mailPort = await post.open()
})

afterAll(() => Promise.all([hook.close(), post.close()]))

/** Each batch of payloads as title, text, and the name of whom it is for. */
function rows(channel: string): readonly NoticeRow[] {
  return payloadBatches(payloads, 20_000).map((text, index) => {
    const recipient = { contactId: 'desk', name: payloads[index] ?? '', role: 'duty-officer' as const, departmentId: null, address: null }
    const address = channel === 'mail' ? 'desk@example.invalid' : null
    return rowOf(noticeFor(`n${index}`, { channel, title: text, body: text, recipient: { ...recipient, address } }))
  })
}

async function sendAll(channel: Channel, all: readonly NoticeRow[]): Promise<void> {
  for (const row of all) expect((await channel.send(row, patient)).outcome).toBe('accepted')
  await channel.close()
}

function posted(): readonly { readonly type: string; readonly body: string }[] {
  return hook.posts.splice(0).map(({ headers, body }) => ({ type: String(headers['content-type']), body }))
}

/** What of them a value says, escaped or not. */
function missingIn(texts: readonly string[]): readonly number[] {
  const found = new Set(texts.flatMap((text) => [...payloadsIn(text)]))
  return every.filter((index) => !found.has(index))
}

describe('texts that would be programs, told to other systems', { timeout: 120_000 }, () => {
  it('are strings of a JSON that says that it is one, in a webhook', async () => {
    const all = rows('hook')
    await sendAll(
      webhookChannel({ url: hookUrl, timeoutMs: 5000, accepted: undefined }, 'geheim', {
        clock: systemClock,
        drill: false,
        baseUrl: 'https://desk.example.invalid'
      }),
      all
    )
    const got = posted()
    expect(new Set(got.map(({ type }) => type))).toEqual(new Set(['application/json; charset=utf-8']))
    expect(got.map(({ body }) => JSON.parse(body).body)).toEqual(all.map(({ notice }) => notice.body))
    expect(got.map(({ body }) => JSON.parse(body).link)).toEqual(all.map(() => 'https://desk.example.invalid/incidents/inc-test'))
    expect(missingIn(got.map(({ body }) => body))).toEqual([])
  })

  it('are strings of a JSON in what is told of an event', async () => {
    const notices = new MemoryNotices()
    const told = createEventWebhooks({
      webhooks: [{ id: 'brain', name: payloads[0] ?? '', events: null }],
      notices,
      clock: systemClock,
      sha256,
      requested: () => undefined
    })
    const titles = payloadBatches(payloads, 3000)
    const now = systemClock.now()
    for (const [index, title] of titles.entries()) {
      const opening = openingOf('II', [anchor('detected', now)])
        .slice(0, 1)
        .map((body) => (body.type === 'opened' ? { ...body, title } : body))
      told.note({ ...document(opening, now), id: `inc-${index}` })
    }
    await told.flush()
    await sendAll(
      eventWebhookChannel({ url: hookUrl, secret: 'a-secret-of-24-characters', timeoutMs: 5000, guard: null }, { clock: systemClock, drill: false }),
      notices.notices().map((notice) => rowOf(notice))
    )
    const got = posted()
    expect(new Set(got.map(({ type }) => type))).toEqual(new Set(['application/json; charset=utf-8']))
    expect(got.map(({ body }) => JSON.parse(body).incident.title)).toEqual(titles)
  })

  it('are the plain text of a mail, which has no page and no header of theirs', async () => {
    await sendAll(
      smtpChannel({ host: '127.0.0.1', port: mailPort, secure: false, from: 'wanglou@example.invalid', user: null, timeoutMs: 5000 }, null, {
        baseUrl: null
      }),
      rows('mail')
    )
    const mails = post.mails.map(({ text }) => text)
    for (const mail of mails) {
      const [head = '', body = ''] = mail.split(/\r\n\r\n([^]*)/)
      expect(head.match(/^Content-Type:.*$/gim)?.map((line) => line.trim())).toEqual(['Content-Type: text/plain; charset=utf-8'])
      expect(head.match(/^[A-Za-z-]+(?=:)/gm)?.filter((name) => !knownHeaders.has(name.toLowerCase()))).toEqual([])
      expect(body).not.toBe('')
    }
    expect(missingIn(mails.map(plainBody))).toEqual([])
  })

  it('have no mark of markdown in a chat: no link, no picture, nobody called', () => {
    const shown = payloads.map(plainInMarkdown)
    expect(shown.filter((text) => /[<>[\]`*]/.test(text))).toEqual([])
    expect(missingIn(shown)).toEqual([])
  })

  it('are one line of the words of an archive package, which has no page, and strings of its JSON', async () => {
    const desk = await openArchiveDesk()
    try {
      const title =
        payloadBatches(
          payloads.filter((text) => text.length < 1000),
          1_000_000
        )[0] ?? ''
      await closedMatter(desk, 'inc-1', title)
      const { state } = await filed(desk)
      const name = state.after?.filed?.package.file ?? ''
      const files = (await run('tar', ['tf', desk.file(name)], desk.directory)).output.trim().split('\n')
      expect(files.filter((file) => !/^(?:evidence\/[0-9a-f]{64}|(?:.*\.)?(?:jsonl?|md|mjs|py)|SHA256SUMS|ROOT)$/.test(file))).toEqual([])
      const readme = (await run('tar', ['xOf', desk.file(name), 'README.md'], desk.directory)).output
      expect(
        readme
          .split('\n')
          .filter((line) => line.includes('wlRan'))
          .map((line) => line.slice(0, 5))
      ).toEqual(['- 标题：'])
      expect(marksIn(readme.split('\n').find((line) => line.startsWith('- 标题：')) ?? '')).toEqual([])
      const written = (await run('tar', ['xOf', desk.file(name), 'archive.json'], desk.directory)).output
      expect(JSON.parse(written).title).toBe(title)
    } finally {
      await desk.close()
    }
  })
})

const knownHeaders = new Set([
  'from',
  'to',
  'subject',
  'message-id',
  'date',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'auto-submitted',
  'x-wanglou-notice-id',
  'x-wanglou-possible-duplicate'
])

/** Signs that a reader of Markdown would take for an element, a link or an entity: those that no backslash stands before. */
function marksIn(line: string): readonly string[] {
  return line.replaceAll(/\\[!-/:-@[-`{-~]/g, '').match(/[<>[\]`*&|]/g) ?? []
}

/** The text of a mail, as its head says that it is written. */
function plainBody(mail: string): string {
  const [head = '', ...rest] = mail.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/^Content-Transfer-Encoding: base64/im.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
