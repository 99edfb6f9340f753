import { MockAgent } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import { isPublicAddress } from '../../../../adapters/web/address.ts'
import { createFetch } from '../../../../adapters/web/fetch.ts'
import { createRequester } from '../../../../adapters/web/request.ts'
import { silentLogger } from '../../../support/crawlers-memory-log.ts'
import { html, startSite, type Site } from '../../../support/crawlers-site.ts'
import { privateAddresses, privateNames } from '../../../support/private-addresses.ts'

let canary: Site
let made: ReturnType<typeof createFetch>
let asked = 0

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
      return (privateNames[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    }
  })
})
afterAll(async () => {
  await made.close()
  await canary.close()
})

describe('addresses that nobody may reach through us', () => {
  test('are refused in every form, and the canary is never asked', async () => {
    const outcomes = await Promise.all(
      privateAddresses(new URL(canary.origin).port).map(async (url) => {
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
