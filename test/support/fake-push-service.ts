import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PushSubscription } from '../../core/push-subscription.ts'

/** A push service on loopback, with browsers that read what it brings them by the keys that only they have. */
export class FakePushService {
  readonly arrived: { readonly browser: string; readonly headers: IncomingHttpHeaders; readonly message: unknown }[] = []
  /** Answers by browser; 201 where none is named. */
  readonly answers = new Map<string, number>()
  readonly #browsers = new Map<string, { readonly keys: ReturnType<typeof createECDH>; readonly auth: Buffer }>()
  readonly #server = createServer((request, response) => {
    const parts: Buffer[] = []
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        const browser = request.url?.slice(1) ?? ''
        const status = this.answers.get(browser) ?? 201
        if (status < 300) this.arrived.push({ browser, headers: request.headers, message: this.#read(browser, Buffer.concat(parts)) })
        response.writeHead(status).end()
      })
  })
  #url = ''

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What a browser of this name would give. */
  subscription(browser: string): PushSubscription {
    const keys = createECDH('prime256v1')
    const auth = randomBytes(16)
    this.#browsers.set(browser, { keys, auth })
    return { endpoint: `${this.#url}${browser}`, p256dh: keys.generateKeys('base64url'), auth: auth.toString('base64url') }
  }

  #read(browser: string, body: Buffer): unknown {
    const known = this.#browsers.get(browser)
    if (known === undefined) throw new Error(`no browser ${browser}`)
    const { keys, auth } = known
    const salt = body.subarray(0, 16)
    const sender = body.subarray(21, 86)
    const derive = (secret: Buffer, with_: Buffer, info: Buffer, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', secret, with_, info, bytes))
    const secret = derive(keys.computeSecret(sender), auth, Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]), 32)
    const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
    const decipher = createDecipheriv('aes-128-gcm', key, derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12))
    decipher.setAuthTag(body.subarray(-16))
    const text = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()])
    return JSON.parse(text.subarray(0, -1).toString())
  }
}

/** A pair of VAPID keys, as `keygen` of any tool makes them. */
export function vapidPair(): { readonly publicKey: string; readonly key: string } {
  const pair = createECDH('prime256v1')
  return { publicKey: pair.generateKeys('base64url'), key: pair.getPrivateKey('base64url') }
}
