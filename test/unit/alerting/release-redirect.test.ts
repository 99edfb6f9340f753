import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256, sha256OfBytes } from '../../../adapters/hash.ts'
import { readArticle } from '../../../adapters/web/article.ts'
import { createFetch } from '../../../adapters/web/fetch.ts'
import { createReleases, type Releases } from '../../../alerting/releases.ts'
import { Outlet } from '../../../core/department.ts'
import { RecordingLogger } from '../../support/alerting-stores.ts'

/** A server on loopback that tells what it was asked and answers as told. */
class Site {
  readonly asked: string[] = []
  readonly redirects = new Map<string, string>()
  origin = ''
  readonly #server: Server = createServer((request, response) => {
    const path = request.url ?? ''
    this.asked.push(path)
    const location = this.redirects.get(path)
    if (location !== undefined) response.writeHead(302, { location }).end()
    else if (path === '/ours/page')
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${'临江区化工厂爆炸情况通报，救援正在进行。'.repeat(3)}</p>`)
    else response.writeHead(404).end()
  })

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

describe('a release whose address leads on, over the real fetch', () => {
  let ours: Site
  let inside: Site
  let web: ReturnType<typeof createFetch>
  let releases: Releases

  beforeEach(async () => {
    ours = await new Site().open()
    inside = await new Site().open()
    web = createFetch({ userAgent: 'WanglouTest/1.0', clock: systemClock, logger: new RecordingLogger(), retries: 0 })
    releases = createReleases({
      fetch: web.fetch,
      readArticle,
      evidence: { put: (bytes) => Promise.resolve(sha256OfBytes(bytes)) },
      outlets: [Outlet.parse({ name: '政府网站', urlPrefix: `${ours.origin}/ours/`, allowPrivate: true })],
      clock: systemClock,
      sha256
    })
  })
  afterEach(async () => {
    await web.close()
    await ours.close()
    await inside.close()
  })

  test('to a private address is refused, and that is never asked, though the outlet itself is private', async () => {
    for (const target of [`${inside.origin}/secret`, 'http://169.254.169.254/latest/meta-data/', 'http://[::1]/', `${ours.origin}/admin`]) {
      ours.redirects.set('/ours/away', target)
      await expect(releases.fetchEvidence(`${ours.origin}/ours/away`)).rejects.toMatchObject({ code: 'refused', metadata: { gone: true } })
    }
    expect(inside.asked).toEqual([])
    expect(ours.asked).toEqual(Array.from({ length: 4 }, () => '/ours/away'))
  })

  test('in several steps is refused at the one that leaves', async () => {
    ours.redirects.set('/ours/a', '/ours/b')
    ours.redirects.set('/ours/b', inside.origin)
    await expect(releases.fetchEvidence(`${ours.origin}/ours/a`)).rejects.toThrow('转到了发布渠道之外')
    expect(inside.asked).toEqual([])
  })

  test('to another page of ours is followed', async () => {
    ours.redirects.set('/ours/a', '/ours/page')
    const { evidence } = await releases.fetchEvidence(`${ours.origin}/ours/a`)
    expect(evidence.marks?.date).toMatch(/^20\d\d-/)
  })

  test('that answers 404 is gone', async () => {
    await expect(releases.fetchEvidence(`${ours.origin}/ours/none`)).rejects.toMatchObject({ code: 'refused', metadata: { gone: true } })
  })
})
