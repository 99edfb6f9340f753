import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { paths } from '../../../dashboard-api/contract.ts'
import { evidenceKind, stilled } from '../../../dashboard-api/evidence-kind.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'

const page = '<!doctype html><meta charset="gbk"><link rel=preconnect href=//evil.example><script>alert(1)</script><p>火灾</p>'

let one: TestApp
let cookie: string
beforeAll(async () => {
  one = await startApp()
  cookie = await one.signIn(['duty-officer'])
}, 120_000)
afterAll(async () => await one.close())

async function kept(bytes: Uint8Array, contentType: string | null): Promise<string> {
  return await one.stores.evidence.put(bytes, { url: null, contentType, at: one.clock.now() })
}

test('a kept page is looked at without any right, and what is kept stays as it was', async () => {
  const key = await kept(Buffer.from(page), 'text/html; charset=gbk')
  const { status, headers, text } = await one.call(cookie, 'GET', paths.evidenceView(key))
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=gbk',
    'content-security-policy': "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
    'x-content-type-options': 'nosniff'
  })
  expect(text).not.toContain('<link')
  const saved = await one.call(cookie, 'GET', paths.evidence(key))
  expect(saved.headers).toMatchObject({ 'content-type': 'application/octet-stream' })
  expect(saved.text).toBe(page)
})

test('what cannot be looked at is said so', async () => {
  const { status, text } = await one.call(cookie, 'GET', paths.evidenceView(await kept(Buffer.from([0, 1, 2, 0xff]), null)))
  expect(status).toBe(404)
  expect(text).toContain('请下载后查看')
})

describe('under which type bytes are looked at', () => {
  it.each([
    ['a picture, whatever its server said', Buffer.from('\x89PNG\r\n\x1a\n<html>', 'latin1'), 'text/html', 'image/png'],
    ['a page', Buffer.from('<html><body>'), null, 'text/html'],
    ['text', Buffer.from('{"标题":"火灾"}'), 'application/json', 'text/plain; charset=utf-8'],
    ['a vector picture, which may run', Buffer.from('<svg onload=alert(1)>'), 'image/svg+xml', 'text/plain; charset=utf-8'],
    ['anything else', Buffer.from([0xff, 0, 1]), 'image/png', null]
  ])('%s', (_, bytes, told, kind) => {
    expect(evidenceKind(bytes, told)).toBe(kind)
  })

  it('a page that is still has as many bytes as it had', () => {
    expect(stilled(Buffer.from(page))).toHaveLength(Buffer.from(page).length)
  })
})
