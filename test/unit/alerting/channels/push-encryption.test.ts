import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { encryptPush, mostPushBytes, vapidHeader } from '../../../../alerting/channels/push-encryption.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')

/** RFC 8291, section 5 and appendix A. */
const keys = {
  p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
  auth: bytes('BTBZMqHH6r4Tts7J_aSIgg')
}
const oneTime = { privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'), salt: bytes('DGv6ra1nlYgDCS1FRnbzlw') }

test('given the example of RFC 8291, then the body is the very one that it shows', () => {
  expect(encryptPush(Buffer.from('When I grow up, I want to be a watermelon'), keys, oneTime).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN'
  )
})

test('a message that no push service takes is refused', () => {
  expect(() => encryptPush(Buffer.alloc(mostPushBytes + 1), keys, oneTime)).toThrow(RangeError)
  expect(encryptPush(Buffer.alloc(mostPushBytes), keys, oneTime).length).toBeLessThanOrEqual(4096)
})

test('says who sends, to this push service and until then, under the key that the browser was given', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const header = vapidHeader(
    'https://push.example.invalid/send/abc',
    { subject: 'mailto:a@example.invalid', publicKey: 'KEY', privateKey },
    1_900_000_000
  )
  const [, token = '', key] = /^vapid t=(\S+), k=(\S+)$/.exec(header) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  expect(key).toBe('KEY')
  expect(JSON.parse(bytes(head).toString())).toEqual({ typ: 'JWT', alg: 'ES256' })
  expect(JSON.parse(bytes(claims).toString())).toEqual({ aud: 'https://push.example.invalid', exp: 1_900_000_000, sub: 'mailto:a@example.invalid' })
  const signed = { key: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), dsaEncoding: 'ieee-p1363' as const }
  expect(verify('sha256', Buffer.from(`${head}.${claims}`), signed, bytes(signature))).toBe(true)
})
