import { DamagedDataError, InvalidInputError } from '../../core/errors.ts'
import type { EvidenceStore } from '../../core/ports.ts'
import { sha256OfMany } from '../hash.ts'
import { Documents } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'

type About = Parameters<EvidenceStore['put']>[1]

interface EvidenceSource {
  /** Base64, as Elasticsearch takes bytes. */
  readonly bytes: string
  readonly about: string
}

export const evidenceKind: IndexKind = {
  name: 'evidence',
  version: 1,
  dated: false,
  readTogether: 1,
  properties: { bytes: { type: 'binary' }, about: storedText }
}

/** Documents named after the SHA-256 of their bytes. The first account of the same bytes is kept. */
export function createEvidenceStore(deps: StoreDeps): EvidenceStore {
  const documents = new Documents<EvidenceSource>(deps, evidenceKind)
  const { maxEvidenceBytes } = deps.options
  return {
    async put(bytes, about) {
      if (bytes.byteLength > maxEvidenceBytes) {
        throw new InvalidInputError(`证据 ${about.url ?? '（无网址）'}：${bytes.byteLength} 字节，超过上限 ${maxEvidenceBytes} 字节`, {
          metadata: { url: about.url, bytes: bytes.byteLength, most: maxEvidenceBytes }
        })
      }
      const key = await sha256OfMany(bytes)
      // Asked first, so that what is there already is not sent again.
      if (!(await documents.has(key))) await documents.create(key, { bytes: base64Of(bytes), about: JSON.stringify(about) })
      return key
    },
    async get(key) {
      if (!/^[0-9a-f]{64}$/.test(key)) return null
      const found = await documents.get(key)
      if (found === null) return null
      const bytes = Buffer.from(found.source.bytes, 'base64')
      if ((await sha256OfMany(bytes)) !== key) {
        throw new DamagedDataError(`evidence ${key}: the stored bytes are not those that were kept`, { metadata: { key } })
      }
      const { url, contentType, at } = JSON.parse(found.source.about) as About
      return { bytes, url, contentType, at }
    }
  }
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
