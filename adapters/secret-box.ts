import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { RefusedError } from '../core/errors.ts'
import type { Random, SecretBox } from '../core/ports.ts'

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
const keyIdLength = 8
const mark = 'sealed1'

/** 64 hexadecimal digits, as `openssl rand -hex 32` prints them. */
export const secretKeyForm = /^[0-9a-f]{64}$/i

/**
 * AES-256-GCM under one key. A sealed text is `sealed1.KEY.BYTES`: which key, so that a wrong one is named as such, then IV, text and tag.
 * What it belongs to is sealed with it: a secret that is copied into another account opens nothing.
 */
export function createSecretBox({ key, random }: { readonly key: string; readonly random: Random }): SecretBox {
  const bytes = Buffer.from(key, 'hex')
  const keyId = createHash('sha256').update('wanglou secret key ').update(bytes).digest('hex').slice(0, keyIdLength)
  return {
    seal(text, belongsTo) {
      const iv = random(ivBytes)
      const sealing = createCipheriv(cipher, bytes, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(belongsTo))
      const sealed = Buffer.concat([iv, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()])
      return [mark, keyId, sealed.toString('base64url')].join('.')
    },
    open(sealed, belongsTo) {
      const [, usedKey, written = ''] = sealed.split('.')
      if (usedKey !== keyId)
        throw new RefusedError(`动态口令的密钥不在这台服务器上（密钥编号 ${usedKey}，这里是 ${keyId}）：请用恢复码，或请安全管理员重置`)
      const body = Buffer.from(written, 'base64url')
      const opening = createDecipheriv(cipher, bytes, body.subarray(0, ivBytes), { authTagLength: tagBytes })
      opening.setAAD(Buffer.from(belongsTo)).setAuthTag(body.subarray(-tagBytes))
      try {
        return Buffer.concat([opening.update(body.subarray(ivBytes, -tagBytes)), opening.final()]).toString('utf8')
      } catch (error) {
        throw new RefusedError('库里的动态口令已被改动：请用恢复码，或请安全管理员重置', { cause: error })
      }
    },
    isSealed,
    keyId
  }
}

/** Where several machines have no key that they share: what is sealed stays so, and nothing new is. */
export function createKeylessBox(): SecretBox {
  const refuse = (): never => {
    throw new RefusedError('动态口令还没有密钥：多台服务器须用同一把，请系统管理员在配置里写 signIn.secretKeyFile 或 secretKeyEnv')
  }
  return { seal: refuse, open: refuse, isSealed, keyId: null }
}

function isSealed(text: string): boolean {
  return text.startsWith(`${mark}.`)
}
