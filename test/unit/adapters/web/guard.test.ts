import { MockAgent } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import { isPublicAddress } from '../../../../adapters/web/address.ts'
import { createFetch } from '../../../../adapters/web/fetch.ts'
import { createRequester } from '../../../../adapters/web/request.ts'
import { silentLogger } from '../../../support/crawlers-memory-log.ts'
import { html, startSite, type Site } from '../../../support/crawlers-site.ts'

let canary: Site
let made: ReturnType<typeof createFetch>
/** Names as a hostile name server answers them. The rebinding one is public first and private ever after. */
let asked = 0
const names: Readonly<Record<string, readonly string[]>> = {
  'private.example': ['10.1.2.3'],
  'loop.example': ['127.0.0.1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'six.example': ['::1'],
  'ula.example': ['fd00::1'],
  'linklocal.example': ['fe80::1'],
  'meta.example': ['169.254.169.254'],
  'nat.example': ['100.64.0.1'],
  '6to4.example': ['2002:7f00:1::'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
  'translated.example': ['64:ff9b::7f00:1']
}

beforeAll(async () => {
  canary = await startSite({ '/': html('<p>不该到这里</p>') })
  made = createFetch({
    userAgent: 'WanglouTest/1.0',
    clock: systemClock,
    logger: silentLogger,
    retries: 0,
    timeoutMs: 1000,
    resolve: async (name) => {
      asked += 1
      return (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    }
  })
})
afterAll(async () => {
  await made.close()
  await canary.close()
})

function forms(): readonly string[] {
  const port = new URL(canary.origin).port
  return [
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://2130706433:${port}/`,
    `http://0x7f000001:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://127.1:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://user:pass@127.0.0.1:${port}/`,
    'http://127.0.0.1/',
    'https://127.0.0.1/',
    'http://127.0.0.2/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.1/',
    'http://0/',
    'http://0.0.0.0/',
    'http://①②⑦.0.0.1/',
    'http://127。0。0。1/',
    'http://[::]/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[0:0:0:0:0:ffff:10.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd12:3456::1]/',
    'http://[2002:7f00:1::]/',
    'http://[64:ff9b::7f00:1]/',
    'http://10.0.0.1/',
    'http://172.16.5.4/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://db.internal/',
    'http://printer.local/',
    'http://93.184.216.34:22/',
    'http://93.184.216.34:8080/',
    'http://user:pass@93.184.216.34/',
    'file:///etc/passwd',
    'ftp://93.184.216.34/',
    'gopher://127.0.0.1/',
    'data:text/html,x',
    'javascript:alert(1)',
    '//127.0.0.1/',
    'not a url',
    ...Object.keys(names).map((name) => `http://${name}/`)
  ]
}

describe('addresses that nobody may reach through us', () => {
  test('are refused in every form, and the canary is never asked', async () => {
    const outcomes = await Promise.all(
      forms().map(async (url) => {
        const outcome = await made.fetch(url, { allowPrivate: false, paceMs: 0, ignoreRobots: true }).then(
          () => 'fetched',
          (error: { code: string }) => error.code
        )
        return `${url} ${outcome}`
      })
    )
    expect(outcomes.filter((outcome) => !outcome.endsWith(' fetch-refused-address'))).toEqual([])
    expect(outcomes.length).toBeGreaterThan(60)
    expect(canary.asked).toEqual([])
  })

  test('are refused for robots.txt too, which is the first thing asked', async () => {
    await expect(made.fetch('http://loop.example/', { allowPrivate: false, paceMs: 0 })).rejects.toMatchObject({ code: 'fetch-refused-address' })
    expect(canary.asked).toEqual([])
  })

  test('a name is resolved once a connection, so that a second answer changes nothing', async () => {
    asked = 0
    await made.fetch('http://loop.example/', { allowPrivate: false, paceMs: 0, ignoreRobots: true }).catch(() => undefined)
    expect(asked).toBe(1)
  })

  test('a page that we may read cannot send us to one', async () => {
    // Only the first hop is allowed by hand here: what a public server would answer.
    canary.set('/away', (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end())
    const open = createFetch({
      userAgent: 'WanglouTest/1.0',
      clock: systemClock,
      logger: silentLogger,
      retries: 0,
      timeoutMs: 1000,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }]
    })
    await expect(open.fetch('http://public.example/away', { allowPrivate: false, paceMs: 0, ignoreRobots: true })).rejects.toMatchObject({
      code: 'fetch-refused-address'
    })
    await open.close()
  })
})

describe('a redirect of a public server', () => {
  const hop = {
    allowPrivate: false,
    headers: { cookie: 'secret=1' },
    limits: { rawBytes: 1000, inflatedBytes: 1000, ratio: 100 },
    timeoutMs: 1000,
    signal: null,
    beforeHop: async () => undefined
  }

  test.each(['http://169.254.169.254/latest/', 'http://[::1]/', 'file:///etc/passwd', '//127.0.0.1/', 'canary'])(
    'to %s is refused',
    async (target) => {
      const web = new MockAgent({ connections: 1 })
      web.disableNetConnect()
      web
        .get('http://public.example')
        .intercept({ path: '/away' })
        .reply(302, '', { headers: { location: target === 'canary' ? canary.origin : target } })
      const requester = createRequester({ userAgent: 'WanglouTest/1.0', resolve: async () => [], guarded: web })
      await expect(requester.get('http://public.example/away', hop)).rejects.toMatchObject({ code: 'fetch-refused-address' })
      expect(canary.asked).toEqual([])
      await web.close()
    }
  )

  test('to another server is followed without the headers that were for the first', async () => {
    const web = new MockAgent({ connections: 1 })
    web.disableNetConnect()
    let cookie: unknown = 'not asked'
    web
      .get('http://public.example')
      .intercept({ path: '/away' })
      .reply(302, '', { headers: { location: 'http://other.example/' } })
    web
      .get('http://other.example')
      .intercept({ path: '/' })
      .reply((request) => {
        cookie = (request.headers as Record<string, string>)['cookie']
        return { statusCode: 200, data: 'ok' }
      })
    const requester = createRequester({ userAgent: 'WanglouTest/1.0', resolve: async () => [], guarded: web })
    expect((await requester.get('http://public.example/away', hop)).finalUrl).toBe('http://other.example/')
    expect(cookie).toBeUndefined()
    await web.close()
  })
})

describe('public addresses', () => {
  test.each(['93.184.216.34', '114.114.114.114', '172.15.0.1', '172.32.0.1', '100.63.255.255', '100.128.0.1', '2400:3200::1', '2606:2800:220:1::1'])(
    '%s passes',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    }
  )
  test.each(['', 'example.com', '1.2.3', '999.1.1.1', '::ffff:8.8.8.8', '2001:db8::1', 'ff02::1'])('%s does not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})
