import { sha256, sha256OfBytes } from '../../adapters/hash.ts'
import { createReleases, type Releases } from '../../alerting/releases.ts'
import type { Clock } from '../../core/clock.ts'
import { Outlet } from '../../core/department.ts'
import { FatalError, RetryableError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'
import type { EvidenceStore, Fetched } from '../../core/ports.ts'

class Gone extends FatalError {
  readonly code = 'test-gone'
}
class Down extends RetryableError {
  readonly code = 'test-down'
}

/** The unit's own web: pages that a test puts there, takes away or cuts off, and evidence in a map. */
export class ReleaseWeb {
  readonly outlets = [Outlet.parse({ name: '政府网站', urlPrefix: 'https://city.example/', watch: ['https://city.example/list.html'] })]
  readonly pages = new Map<string, { text: string; publishedAt: Instant | null }>()
  readonly asked: string[] = []
  readonly kept = new Map<string, Uint8Array>()
  down = false
  forbidden = false
  readonly evidence: EvidenceStore = {
    put: (bytes) => {
      this.kept.set(sha256OfBytes(bytes), bytes)
      return Promise.resolve(sha256OfBytes(bytes))
    },
    get: (key) => {
      const bytes = this.kept.get(key)
      return Promise.resolve(bytes === undefined ? null : { bytes, url: null, contentType: null, at: this.clock.now() })
    }
  }
  readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  get releases(): Releases {
    return createReleases({
      fetch: (url) => this.#fetch(url),
      readArticle: (html) => ({
        title: '情况通报',
        text: html,
        publishedAt: [...this.pages.values()].find(({ text }) => text === html)?.publishedAt ?? null,
        publishedPrecision: 'minute',
        author: null,
        source: null,
        doubtful: false
      }),
      evidence: this.evidence,
      outlets: this.outlets,
      clock: this.clock,
      sha256
    })
  }

  #fetch(url: string): Promise<Fetched> {
    this.asked.push(url)
    const text = url.endsWith('/list.html') ? [...this.pages.keys()].map((page) => `<a href="${page}">通报</a>`).join('') : this.pages.get(url)?.text
    if (this.down) return Promise.reject(new Down('连接超时'))
    if (this.forbidden) return Promise.reject(new Gone('不许', { metadata: { status: 403 } }))
    if (text === undefined) return Promise.reject(new Gone('没有', { metadata: { status: 404 } }))
    return Promise.resolve({
      url,
      finalUrl: url,
      status: 200,
      notModified: false,
      bytes: new TextEncoder().encode(`<html>${text}</html>`),
      contentType: 'text/html',
      text,
      charset: 'utf-8',
      etag: null,
      lastModified: null,
      fetchedElapsedMs: this.clock.elapsedMs()
    })
  }
}
