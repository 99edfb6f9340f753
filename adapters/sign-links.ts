import { createHmac, timingSafeEqual } from 'node:crypto'
import { Role } from '../core/actor.ts'
import { addMs, hourMs, instantFromMs, msOf, type Instant } from '../core/instant.ts'
import type { Notice } from '../core/notice.ts'
import { can } from '../core/permission.ts'
import type { SignLinks } from '../core/sign-link.ts'

export interface SignLinkOptions {
  readonly key: string
  readonly validHours: number
  /** Address under which telephones reach the page. */
  readonly publicUrl: string
}

/** Sealed with the rest, so that what is made with this key for another purpose can never sign. */
const purpose = 'wanglou acknowledge 1'
const idBytes = 16
const sealBytes = 16
const bodyBytes = idBytes + 4

/**
 * Links without a store: 16 bytes of the notice's id (which stands for person, incident and channel), 4 of the second at which it
 * ends, and 16 of an HMAC-SHA256 over them, as 48 characters for a short message. They stand behind `#`, which no server, proxy
 * or scanner that fetches the address ever sees.
 */
export function createSignLinks({ key, validHours, publicUrl }: SignLinkOptions): SignLinks {
  const sealOf = (body: Buffer): Buffer => createHmac('sha256', key).update(purpose).update(body).digest().subarray(0, sealBytes)
  return {
    issue(notice) {
      if (!isSignable(notice)) return null
      const body = Buffer.alloc(bodyBytes)
      body.write(notice.id, 'hex')
      body.writeUInt32BE(secondOf(addMs(notice.requestedAt, validHours * hourMs)), idBytes)
      return new URL(`/sign.html#${Buffer.concat([body, sealOf(body)]).toString('base64url')}`, publicUrl).href
    },
    read(token) {
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.length !== bodyBytes + sealBytes || bytes.toString('base64url') !== token) return null
      const body = bytes.subarray(0, bodyBytes)
      if (!timingSafeEqual(bytes.subarray(bodyBytes), sealOf(body))) return null
      return { noticeId: body.toString('hex', 0, idBytes), expiresAt: instantFromMs(body.readUInt32BE(idBytes) * 1000) }
    }
  }
}

/** Of an incident, to a post that may acknowledge one. */
function isSignable({ id, subject, recipient }: Notice): boolean {
  const role = Role.safeParse(recipient.role)
  if (subject.kind !== 'incident' || !/^[0-9a-f]{32}$/.test(id) || !role.success) return false
  return can({ kind: 'person', id: recipient.contactId, name: recipient.name, roles: [role.data], departmentId: null }, 'incident.acknowledge')
}

function secondOf(instant: Instant): number {
  return Math.floor(msOf(instant) / 1000)
}
