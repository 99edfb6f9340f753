import { createHmac, timingSafeEqual } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { SMTPServer } from 'smtp-server'
import type { Arrival, Recorded } from './addresses.ts'

/** Takes note of everything that arrives, durably, before it says so. */
export class ArrivalBook {
  readonly #file: string
  readonly #counts = { mails: 0, hooks: 0, invalidSignatures: 0 }

  constructor(file: string) {
    this.#file = file
  }

  note(arrival: Arrival): void {
    appendFileSync(this.#file, `${JSON.stringify(arrival)}\n`)
    if (arrival.kind === 'mail') this.#counts.mails += 1
    else this.#counts.hooks += 1
    if (arrival.signatureValid === false) this.#counts.invalidSignatures += 1
  }

  counts(): Recorded {
    return { ...this.#counts }
  }
}

/** A mail server that takes everything and sends nothing on. */
export function mailSink(book: ArrivalBook): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        book.note({
          kind: 'mail',
          arrivedMs: Date.now(),
          noticeId: header(raw, 'X-Wanglou-Notice-Id'),
          possibleDuplicate: header(raw, 'X-Wanglou-Possible-Duplicate') === 'true',
          to: session.envelope.rcptTo[0]?.address ?? null,
          subject: header(raw, 'Subject') ?? '',
          body: raw,
          signatureValid: null
        })
        done()
      })
    }
  })
}

function header(raw: string, name: string): string | null {
  const head = raw.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const found = new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(head)?.[1]
  return found === undefined ? null : found.replace(/\r?\n[ \t]+/g, ' ').trim()
}

/** Checks the HMAC-SHA256 over timestamp and body, and notes the call. Returns the status to answer. */
export function takeHook(book: ArrivalBook, secret: string, headers: IncomingHttpHeaders, body: string): number {
  const timestamp = String(headers['x-wanglou-timestamp'] ?? '')
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`)
  const given = Buffer.from(String(headers['x-wanglou-signature'] ?? ''))
  const valid = expected.length === given.length && timingSafeEqual(expected, given)
  book.note({
    kind: 'hook',
    arrivedMs: Date.now(),
    noticeId: String(headers['x-wanglou-notice-id'] ?? '') || null,
    possibleDuplicate: headers['x-wanglou-possible-duplicate'] === 'true',
    to: null,
    subject: '',
    body,
    signatureValid: valid
  })
  return valid ? 204 : 401
}
