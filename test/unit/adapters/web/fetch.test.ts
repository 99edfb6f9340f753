import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import { createFetch, type FetchSetup } from '../../../../adapters/web/fetch.ts'
import type { Fetch, FetchOptions } from '../../../../core/ports.ts'
import { encodeGbk } from '../../../support/crawlers-gbk.ts'
import { silentLogger } from '../../../support/crawlers-memory-log.ts'
import { bytes, html, startSite, status, type Site } from '../../../support/crawlers-site.ts'

const userAgent = 'WanglouTest/1.0 (+mailto:duty@wanglou.example)'
const here: FetchOptions = { allowPrivate: true, paceMs: 0 }
let site: Site
const open: { close(): Promise<void> }[] = []

beforeEach(async () => {
  site = await startSite({ '/page': html('<p>临江大桥今日通车</p>') })
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
  await site.close()
})

function fetcher(more: Partial<FetchSetup> = {}): Fetch {
  const made = createFetch({ userAgent, clock: systemClock, logger: silentLogger, backOffMs: 5, timeoutMs: 4000, ...more })
  open.push(made)
  return made.fetch
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error))
  )
}

describe('an ordinary page', () => {
  test('comes with its text, and the server learns who asks, without invented browser headers', async () => {
    const page = await fetcher()(`${site.origin}/page`, here)
    expect(page).toMatchObject({ status: 200, text: '<p>临江大桥今日通车</p>', charset: 'utf-8', notModified: false })
    const headers = site.asked.find(({ path }) => path === '/page')?.headers ?? {}
    expect(headers['user-agent']).toBe(userAgent)
    expect(Object.keys(headers).filter((name) => /^sec-|accept-language|upgrade-insecure/.test(name))).toEqual([])
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync]
  ] as const)('is inflated from %s', async (name, pack) => {
    site.set('/packed', bytes(pack(Buffer.from('<p>压缩</p>')), { 'content-type': 'text/html; charset=utf-8', 'content-encoding': name }))
    expect((await fetcher()(`${site.origin}/packed`, here)).text).toBe('<p>压缩</p>')
  })

  test('is asked for conditionally, and 304 is an answer', async () => {
    site.set('/cached', (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return response.writeHead(304).end()
      return response.writeHead(200, { etag: '"v1"', 'last-modified': 'Mon, 23 Nov 2026 01:00:00 GMT', 'content-type': 'text/html' }).end('<p>一</p>')
    })
    const fetch = fetcher()
    const first = await fetch(`${site.origin}/cached`, here)
    const second = await fetch(`${site.origin}/cached`, { ...here, etag: first.etag, lastModified: first.lastModified })
    expect(second).toMatchObject({ status: 304, notModified: true, text: null })
    expect(site.asked.at(-1)?.headers['if-modified-since']).toBe('Mon, 23 Nov 2026 01:00:00 GMT')
  })

  test('of a form is asked by POST; a redirect is followed without it', async () => {
    const seen: (string | undefined)[][] = []
    site.set('/form', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        seen.push([request.method, request.headers['content-type'], Buffer.concat(chunks).toString()])
        response.writeHead(302, { location: '/after' }).end()
      })
    })
    site.set('/after', (request, response) => {
      seen.push([request.method, request.headers['content-type']])
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
    expect(await fetcher()(`${site.origin}/form`, { ...here, form: { kw: '临江', pn: '1' } })).toMatchObject({ status: 200, text: '{}' })
    expect(seen).toEqual([
      ['POST', 'application/x-www-form-urlencoded; charset=UTF-8', 'kw=%E4%B8%B4%E6%B1%9F&pn=1'],
      ['GET', undefined]
    ])
  })

  test('of GBK is decoded by its own declaration', async () => {
    site.set('/gbk', bytes(encodeGbk('<meta charset="gb2312"><p>临江市民热线</p>'), { 'content-type': 'text/html' }))
    expect(await fetcher()(`${site.origin}/gbk`, here)).toMatchObject({ charset: 'gb18030', text: '<meta charset="gb2312"><p>临江市民热线</p>' })
  })

  test('that is large may give its beginning alone: all of it is handed on while it is held', async () => {
    const page = `<p>临江大桥今日通车</p>${'<!-- 空 -->'.repeat(40_000)}`
    site.set('/large', html(page))
    const [handed, fetch] = [[] as string[], fetcher()]
    const readWhole: FetchOptions['readWhole'] = async ({ url, bytes, contentType }) =>
      void handed.push(url, Buffer.from(bytes).toString(), contentType ?? '')
    const fetched = await fetch(`${site.origin}/large`, { ...here, mostCharacters: 1000, readWhole })
    expect(fetched).toMatchObject({ text: page.slice(0, 1000), isCut: true, charset: 'utf-8' })
    expect(Buffer.from(fetched.bytes).toString()).toBe(page)
    expect(handed).toEqual([`${site.origin}/large`, page, fetched.contentType])
    const small = await fetch(`${site.origin}/page`, { ...here, mostCharacters: 1000, readWhole })
    expect(small).not.toHaveProperty('isCut')
    expect(handed).toHaveLength(3)
  })

  test('of an unknown charset is refused by name', async () => {
    site.set('/odd', bytes(Uint8Array.of(0xc1, 0xd9, 0xff, 0xfe, 0xbd), { 'content-type': 'text/html; charset=x-klingon' }))
    await expect(fetcher()(`${site.origin}/odd`, here)).rejects.toThrow(/\/odd: unknown charset "x-klingon"/)
  })
})

describe('caps', () => {
  test('a page of 10 MB is refused, announced or not', async () => {
    const big = Buffer.alloc(10_000_000, 0x61)
    site.set('/big', bytes(big, { 'content-type': 'text/html', 'content-length': String(big.length) }))
    site.set('/big-chunked', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      for (let sent = 0; sent < 10; sent++) response.write(big.subarray(0, 1_000_000))
      response.end()
    })
    const fetch = fetcher()
    expect(await codeOf(fetch(`${site.origin}/big`, here))).toBe('too-large')
    expect(await codeOf(fetch(`${site.origin}/big-chunked`, here))).toBe('too-large')
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync]
  ] as const)('a %s bomb stops at the cap and costs no more memory than that', async (name, pack) => {
    const bomb = pack(Buffer.alloc(200_000_000))
    site.set('/bomb', bytes(bomb, { 'content-type': 'text/html', 'content-encoding': name }))
    const fetch = fetcher()
    const before = process.memoryUsage().rss
    await expect(fetch(`${site.origin}/bomb`, here)).rejects.toThrow(/inflates more than 100 times|after inflating/)
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })

  test('a body that is cut off is trouble that may pass, not a short page', async () => {
    const whole = gzipSync(Buffer.from('<p>压缩</p>'.repeat(100)))
    site.set('/cut', bytes(whole.subarray(0, whole.length - 20), { 'content-type': 'text/html', 'content-encoding': 'gzip' }))
    await expect(fetcher({ retries: 0 })(`${site.origin}/cut`, here)).rejects.toMatchObject({ code: 'network', retryable: true })
  })

  test('a server that never finishes is left', async () => {
    site.set('/slow', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).write('<p>'))
    await expect(fetcher({ timeoutMs: 150, retries: 0 })(`${site.origin}/slow`, here)).rejects.toMatchObject({ code: 'timeout', retryable: true })
  })
})

describe('redirects', () => {
  test('are followed', async () => {
    site.set('/a', status(302, { location: '/b' }))
    site.set('/b', status(301, { location: '/page' }))
    expect((await fetcher()(`${site.origin}/a`, here)).finalUrl).toBe(`${site.origin}/page`)
  })

  test('that go round are given up', async () => {
    site.set('/round', status(302, { location: '/round' }))
    await expect(fetcher()(`${site.origin}/round`, here)).rejects.toThrow(/more than 5 redirects/)
  })

  test('out of the web are refused', async () => {
    site.set('/out', status(302, { location: 'file:///etc/passwd' }))
    expect(await codeOf(fetcher()(`${site.origin}/out`, here))).toBe('fetch-refused-address')
  })
})

describe('trouble', () => {
  test('of the server is tried again, and a 404 is not', async () => {
    let tries = 0
    site.set('/flaky', (_, response) => {
      tries += 1
      response.writeHead(tries < 3 ? 503 : 200, { 'content-type': 'text/html' }).end('<p>好</p>')
    })
    const fetch = fetcher()
    expect((await fetch(`${site.origin}/flaky`, here)).text).toBe('<p>好</p>')
    await expect(fetch(`${site.origin}/none`, here)).rejects.toMatchObject({ code: 'http-status', retryable: false, metadata: { status: 404 } })
    expect(site.paths().filter((path) => path === '/none')).toHaveLength(1)
  })

  test('429 waits as long as the server asks', async () => {
    let [tries, first, second] = [0, 0, 0]
    site.set('/limited', (_, response) => {
      tries += 1
      if (tries === 1) {
        first = performance.now()
        return response.writeHead(429, { 'retry-after': '1' }).end()
      }
      second = performance.now()
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>好</p>')
    })
    await fetcher()(`${site.origin}/limited`, here)
    expect(second - first).toBeGreaterThanOrEqual(990)
  })

  test('429 that asks for an hour is handed to the caller, with the wait', async () => {
    site.set('/limited', status(429, { 'retry-after': '3600' }))
    await expect(fetcher()(`${site.origin}/limited`, here)).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 3_600_000 })
    expect(site.paths()).toEqual(['/limited'])
  })

  test('a closed port is a network error', async () => {
    const gone = await startSite()
    await gone.close()
    await expect(fetcher({ retries: 0 })(`${gone.origin}/`, { ...here, ignoreRobots: true })).rejects.toMatchObject({
      code: 'network',
      retryable: true
    })
  })
})

describe('robots.txt', () => {
  test('is read once and kept to', async () => {
    site.set('/robots.txt', bytes(Buffer.from('User-agent: *\nDisallow: /private/\n'), { 'content-type': 'text/plain' }))
    site.set('/private/x', html('<p>秘密</p>'))
    const fetch = fetcher()
    await fetch(`${site.origin}/page`, here)
    await expect(fetch(`${site.origin}/private/x`, here)).rejects.toMatchObject({ code: 'robots-disallowed', retryable: false })
    expect(site.paths()).toEqual(['/page'])
    expect(site.asked.filter(({ path }) => path === '/robots.txt')).toHaveLength(1)
  })

  test('names us by our own product token', async () => {
    site.set('/robots.txt', bytes(Buffer.from('User-agent: WanglouTest\nDisallow: /\n\nUser-agent: *\nAllow: /\n'), { 'content-type': 'text/plain' }))
    expect(await codeOf(fetcher()(`${site.origin}/page`, here))).toBe('robots-disallowed')
  })

  test('that answers 5xx forbids everything for now', async () => {
    site.set('/robots.txt', status(500))
    await expect(fetcher({ retries: 0 })(`${site.origin}/page`, here)).rejects.toMatchObject({ code: 'robots-unreachable', retryable: true })
    expect(site.paths()).toEqual([])
  })

  test('does not bind what is our own', async () => {
    site.set('/robots.txt', bytes(Buffer.from('User-agent: *\nDisallow: /\n'), { 'content-type': 'text/plain' }))
    expect((await fetcher()(`${site.origin}/page`, { ...here, ignoreRobots: true })).status).toBe(200)
  })

  test('counts for the page behind a redirect', async () => {
    site.set('/robots.txt', bytes(Buffer.from('User-agent: *\nDisallow: /private/\n'), { 'content-type': 'text/plain' }))
    site.set('/away', status(302, { location: '/private/x' }))
    expect(await codeOf(fetcher()(`${site.origin}/away`, here))).toBe('robots-disallowed')
  })
})

describe('pace', () => {
  test('of one host is kept, and another host does not wait for it', async () => {
    const other = await startSite({ '/page': html('<p>别处</p>') })
    const fetch = fetcher()
    await Promise.all([
      ...['1', '2', '3'].map((n) => fetch(`${site.origin}/page?${n}`, { ...here, paceMs: 150 })),
      fetch(`${other.origin}/page`, here)
    ])
    const starts = site.asked.filter(({ path }) => path.startsWith('/page')).map(({ atMs }) => atMs)
    expect(starts.slice(1).every((at, index) => at - (starts[index] ?? 0) >= 140)).toBe(true)
    const others = other.asked.find(({ path }) => path === '/page')?.atMs ?? Number.POSITIVE_INFINITY
    expect(others).toBeLessThan(starts[2] ?? 0)
    await other.close()
  })
})

describe('giving up', () => {
  test('an aborted fetch ends at once, and so does everything when the fetch is closed', async () => {
    site.set('/never', () => undefined)
    const made = createFetch({ userAgent, clock: systemClock, logger: silentLogger })
    const stop = new AbortController()
    const aborted = made.fetch(`${site.origin}/never`, { ...here, signal: stop.signal })
    const waiting = made.fetch(`${site.origin}/never`, here)
    stop.abort()
    expect(await codeOf(aborted)).toBe('fetch-aborted')
    const ended = codeOf(waiting)
    await made.close()
    expect(await ended).toBe('fetch-aborted')
    expect(await codeOf(made.fetch(`${site.origin}/page`, here))).toBe('fetch-aborted')
  })
})
