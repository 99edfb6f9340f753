import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'

let directory: string
let one: TestApp

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wanglou-page-'))
  await mkdir(join(directory, 'page', 'assets'), { recursive: true })
  await writeFile(join(directory, 'secret.txt'), 'secret')
  await writeFile(join(directory, 'page', 'assets', 'desk-1a2b.js'), 'export {}')
  one = await startApp({ pageDirectory: join(directory, 'page') })
})
afterEach(async () => {
  await one.close()
  await rm(directory, { recursive: true })
})

function get(url: string): Promise<Answer> {
  return one.call(null, 'GET', url)
}

describe('the page', () => {
  it('that is not built says how to build it, and is there as soon as it is', async () => {
    expect([(await get('/')).status, (await get('/')).text.includes('npm run build')]).toEqual([503, true])
    await writeFile(join(directory, 'page', 'index.html'), '<title>望楼</title>')
    expect((await get('/')).text).toBe('<title>望楼</title>')
  })

  it('is one for every screen’s address, never kept by the browser; its parts are kept for good', async () => {
    await writeFile(join(directory, 'page', 'index.html'), '<title>望楼</title>')
    for (const address of ['/', '/incidents/inc-1', '/setup', '/signin-link']) {
      const { text, headers } = await get(address)
      expect([address, text, headers['cache-control']]).toEqual([address, '<title>望楼</title>', 'no-cache'])
    }
    const asset = await get('/assets/desk-1a2b.js')
    expect([asset.text, asset.headers['cache-control']]).toEqual(['export {}', 'public, max-age=31536000, immutable'])
    expect((await get('/assets/gone-3c4d.js')).status).toBe(404)
  })

  it('goes gzipped, as it was at the build, to who takes that', async () => {
    await writeFile(join(directory, 'page', 'index.html'), '<title>望楼</title>')
    await writeFile(join(directory, 'page', 'assets', 'desk-1a2b.js.gz'), gzipSync('export {}'))
    const taken = await one.app.inject({ url: '/assets/desk-1a2b.js', headers: { 'accept-encoding': 'gzip, deflate' } })
    expect(gunzipSync(taken.rawPayload).toString()).toBe('export {}')
    expect([taken.headers['content-encoding'], taken.headers['content-type'], taken.headers['vary']]).toEqual([
      'gzip',
      'application/javascript; charset=utf-8',
      'accept-encoding'
    ])
    const plain = await one.app.inject({ url: '/assets/desk-1a2b.js', headers: { 'accept-encoding': 'identity' } })
    expect([plain.payload, plain.headers['content-encoding']]).toEqual(['export {}', undefined])
  })

  it('gives no file from outside its folder', async () => {
    await writeFile(join(directory, 'page', 'index.html'), '<title>望楼</title>')
    for (const address of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%5c..%5csecret.txt', '/assets/../../secret.txt']) {
      expect([address, (await get(address)).text.includes('secret\n') || (await get(address)).text === 'secret']).toEqual([address, false])
    }
  })
})
