import { createCipheriv, createECDH, hkdfSync, sign, type KeyObject } from 'node:crypto'

/** What a browser gave for one of its pages: where to send, and the keys that only it can read with. */
export interface PushKeys {
  /** Uncompressed point of P-256, 65 bytes. */
  readonly p256dh: Buffer
  readonly auth: Buffer
}

/** Chosen anew for each message; given in tests, to hold against the example of RFC 8291. */
interface OneTime {
  readonly privateKey: Buffer
  readonly salt: Buffer
}

const recordSize = 4096
/** So much text fits one record; push services take no more. */
export const mostPushBytes = 3993

/** The body of a push message: `aes128gcm` of RFC 8188 with the keys of RFC 8291, in one record. */
export function encryptPush(text: Buffer, { p256dh, auth }: PushKeys, { privateKey, salt }: OneTime): Buffer {
  if (text.length > mostPushBytes) throw new RangeError(`a push message has at most ${mostPushBytes} bytes`)
  const own = createECDH('prime256v1')
  own.setPrivateKey(privateKey)
  const ownKey = own.getPublicKey()
  const shared = own.computeSecret(p256dh)
  const secret = derive(shared, auth, Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, ownKey]), 32)
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  // 2 ends the last record.
  const sealed = Buffer.concat([cipher.update(text), cipher.update(Buffer.from([2])), cipher.final(), cipher.getAuthTag()])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(recordSize)
  head.writeUInt8(ownKey.length, 4)
  return Buffer.concat([salt, head, ownKey, sealed])
}

/** `Authorization` of RFC 8292: says to the push service who sends, until `expiresAtSeconds`. */
export function vapidHeader(
  endpoint: string,
  { subject, publicKey, privateKey }: { readonly subject: string; readonly publicKey: string; readonly privateKey: KeyObject },
  expiresAtSeconds: number
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: new URL(endpoint).origin, exp: expiresAtSeconds, sub: subject })}`
  const signature = sign('sha256', Buffer.from(claims), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  return `vapid t=${claims}.${signature}, k=${publicKey}`
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))
}
