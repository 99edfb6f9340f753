import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deadLettersOn } from '../../../adapters/dead-letters.ts'
import { sha256, strongRandom } from '../../../adapters/hash.ts'
import { makeIngestToken, revokeIngestToken } from '../../../core/ingest/ingest-token.ts'
import type { Mention } from '../../../core/mention.ts'
import { Source } from '../../../core/source.ts'
import { createIngest } from '../../../crawlers/ingest/push.ts'
import type { PushAnswer } from '../../../dashboard-api/contract-ingest.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'

const sources = [
  Source.parse({ id: 'hotline', name: '临江12345热线', kind: 'hotline', crawler: 'ingest', url: 'https://12345.example/', intervalMinutes: 1 }),
  Source.parse({ id: 'weibo-crawler', name: '微博', kind: 'weibo', crawler: 'ingest', url: 'https://weibo.example/', intervalMinutes: 1 }),
  Source.parse({
    id: 'closed',
    name: '不收',
    kind: 'newspaper',
    crawler: 'ingest',
    url: 'https://a.example/',
    intervalMinutes: 1,
    settings: { push: false, form: false }
  })
]

let one: TestApp
let url = ''
let isLogAway = false
beforeAll(async () => {
  one = await startWithIngest()
  url = await one.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => one.close())

async function startWithIngest(): Promise<TestApp> {
  let ingest: ReturnType<typeof createIngest> | null = null
  const app = await startApp({
    ingest: {
      sources: sources.map(({ id, name, kind, settings }) => ({
        id,
        name,
        kind,
        push: settings['push'] !== false,
        form: settings['form'] !== false
      })),
      push: (...asked) => ingest?.push(...asked) ?? Promise.reject(new Error('not yet')),
      enter: (...asked) => ingest?.enter(...asked) ?? Promise.reject(new Error('not yet'))
    }
  })
  const { stores, clock } = app
  const log = {
    ...stores.log,
    append: (...asked: Parameters<typeof stores.log.append>) =>
      isLogAway ? Promise.reject(new Error('the log is away')) : stores.log.append(...asked)
  }
  ingest = createIngest({ log, deadLetters: deadLettersOn(stores.log, clock), clock, sha256, drill: false, crawl: stores.crawl, sources })
  return app
}

async function token(sourceId: string, mode: 'signed' | 'bearer' = 'signed') {
  return await makeIngestToken({ crawl: one.stores.crawl, random: strongRandom, sha256, now: one.clock.now() }, sourceId, { mode, note: '测试' })
}

const nowSeconds = () => Math.floor(one.clock.elapsedMs() / 1000)

function signedHeaders(made: Awaited<ReturnType<typeof token>>, body: string, seconds = nowSeconds()): Record<string, string> {
  const signature = createHmac('sha256', sha256(made.secret)).update(`${seconds}\n${body}`).digest('hex')
  return {
    'content-type': 'application/json',
    'wanglou-token': made.token.split('.').slice(0, 2).join('.'),
    'wanglou-timestamp': String(seconds),
    'wanglou-signature': signature
  }
}

async function push(headers: Record<string, string>, payload: string) {
  const { statusCode, body, headers: got } = await one.app.inject({ method: 'POST', url: '/api/ingest', headers, payload })
  return { status: statusCode, body: JSON.parse(body) as PushAnswer, headers: got }
}

async function logged(): Promise<readonly Mention[]> {
  return (await one.stores.log.read('mentions', null, 1000)).map(({ value }) => JSON.parse(value) as Mention)
}

const ticket = (number: string, more: Record<string, unknown> = {}) => ({
  工单编号: number,
  来电时间: '2031-03-12 08:30',
  诉求标题: '小区停水',
  诉求内容: '河东路小区停水，联系13800138000',
  来电号码: '13800138000',
  ...more
})

describe('a signed push', () => {
  test('is answered 202 once it is in the log, an item at a time, without numbers of callers', async () => {
    const made = await token('hotline')
    const body = JSON.stringify({ items: [ticket('T1'), ticket('T2', { 来电时间: '不明' }), 7] })
    const { status, body: answer } = await push(signedHeaders(made, body), body)
    expect([status, answer]).toEqual([
      202,
      {
        accepted: 1,
        refused: 2,
        repeated: false,
        items: [
          { index: 0, id: 'hotline:T1', outcome: 'accepted', reason: null },
          { index: 1, id: null, outcome: 'refused', reason: expect.stringContaining('“不明”读不成时间') as string },
          { index: 2, id: null, outcome: 'refused', reason: '应为一个 JSON 对象 {…}' }
        ]
      }
    ])
    const mention = (await logged()).find(({ id }) => id === 'hotline:T1')
    expect(mention).toMatchObject({
      sourceKind: 'hotline',
      sourceId: 'hotline',
      title: '小区停水',
      text: '河东路小区停水，联系138****8000',
      author: '138****8000'
    })
    const letters = await one.stores.log.read('dead-letters', null, 10)
    expect(letters.map(({ value }) => value).join()).not.toContain('13800138000')
    expect(letters).toHaveLength(2)
  })

  test('whose ticket numbers are longer than a double holds keeps every digit, so that no ticket covers another', async () => {
    const made = await token('hotline')
    const body = JSON.stringify({ items: [ticket('20261129000000001'), ticket('20261129000000002')] }).replaceAll(/"(\d{17})"/g, '$1')
    const ids = (await push(signedHeaders(made, body), body)).body.items.map(({ id }) => id)
    expect(ids).toEqual(['hotline:20261129000000001', 'hotline:20261129000000002'])
  })

  test('that comes again is told so and takes nothing in twice; the same item in another request is the same mention', async () => {
    const made = await token('hotline')
    const body = JSON.stringify([ticket('T3')])
    const headers = signedHeaders(made, body)
    await push(headers, body)
    const before = (await logged()).length
    expect(await push(headers, body)).toMatchObject({ status: 202, body: { accepted: 1, repeated: true } })
    expect((await logged()).length).toBe(before)
    one.clock.pass(1000)
    expect((await push(signedHeaders(made, body), body)).body.items[0]?.id).toBe('hotline:T3')
    expect(new Set((await logged()).filter(({ id }) => id === 'hotline:T3').map(({ contentHash }) => contentHash)).size).toBe(1)
  })

  test('is an observation of the moment that it names, so that an old one covers nothing newer', async () => {
    const made = await token('hotline')
    const body = JSON.stringify(ticket('T4'))
    await push(signedHeaders(made, body, nowSeconds() - 200), body)
    const mention = (await logged()).find(({ id }) => id === 'hotline:T4')
    expect(Date.parse(one.clock.now()) - Date.parse(mention?.observedAt ?? '')).toBeGreaterThanOrEqual(200_000)
  })

  test.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
    ['another body', (headers) => headers],
    ['another signature', (headers) => ({ ...headers, 'wanglou-signature': '0'.repeat(64) })],
    ['another token', (headers) => ({ ...headers, 'wanglou-token': 'hotline.00000000' })],
    [
      'no signature',
      ({ 'wanglou-token': name = '', 'wanglou-timestamp': time = '' }) => ({
        'content-type': 'application/json',
        'wanglou-token': name,
        'wanglou-timestamp': time
      })
    ],
    ['no names at all', () => ({ 'content-type': 'application/json' })],
    ['a moment that is long past', (headers) => ({ ...headers, 'wanglou-timestamp': String(nowSeconds() - 301) })],
    ['a moment to come', (headers) => ({ ...headers, 'wanglou-timestamp': String(nowSeconds() + 301) })],
    ['a cookie instead', () => ({ 'content-type': 'application/json', cookie: 'wanglou=x', origin: 'http://desk.example' })]
  ])('with %s is turned away', async (what, change) => {
    const made = await token('hotline')
    const body = JSON.stringify(ticket('T5'))
    const sent = what === 'another body' ? JSON.stringify(ticket('T6')) : body
    expect((await push(change(signedHeaders(made, body)), sent)).status).toBe(401)
    expect((await logged()).some(({ id }) => id === 'hotline:T5' || id === 'hotline:T6')).toBe(false)
  })

  test('with a token that was revoked, or is of the other way, is turned away', async () => {
    const made = await token('hotline')
    const bearer = await token('hotline', 'bearer')
    const body = JSON.stringify(ticket('T7'))
    expect((await push(signedHeaders(bearer, body), body)).status).toBe(401)
    expect((await push({ 'content-type': 'application/json', 'api-token': made.token }, body)).status).toBe(401)
    await revokeIngestToken(one.stores.crawl, 'hotline', made.made.id, one.clock.now())
    expect((await push(signedHeaders(made, body), body)).status).toBe(401)
  })

  test('is not answered as taken while the log is away', async () => {
    const made = await token('hotline')
    const body = JSON.stringify(ticket('T8'))
    isLogAway = true
    const { status } = await push(signedHeaders(made, body), body)
    isLogAway = false
    expect(status).toBeGreaterThanOrEqual(500)
    expect((await push(signedHeaders(made, body), body)).body).toMatchObject({ accepted: 1, repeated: false })
  })

  test('of nothing usable is 422, of no JSON 400, of too many items 400, of another type 415, to a closed source 400', async () => {
    const [made, closed] = [await token('hotline'), await token('closed')]
    const many = JSON.stringify(Array.from({ length: 1001 }, () => ({})))
    const ask = async (body: string) => (await push(signedHeaders(made, body), body)).status
    expect([await ask('{"items":[{}]}'), await ask('{"items":'), await ask('3'), await ask(many)]).toEqual([422, 400, 400, 400])
    expect((await push({ ...signedHeaders(made, '{}'), 'content-type': 'text/plain' }, '{}')).status).toBe(415)
    expect((await push(signedHeaders(closed, '{"title":"a"}'), '{"title":"a"}')).status).toBe(400)
  })

  test('whose JSON is nested beyond all use is 400 and says so', async () => {
    const made = await token('hotline')
    for (const body of [`${'['.repeat(5000)}${']'.repeat(5000)}`, `{"items":[${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}]}`]) {
      const { status, body: problem } = await push(signedHeaders(made, body), body)
      expect([status, JSON.stringify(problem)]).toEqual([400, expect.stringContaining('嵌套超过 100 层')])
    }
  })

  test('beyond its budget waits for the next minute, and hinders no other token', async () => {
    const [made, other] = [await token('hotline'), await token('hotline')]
    one.clock.pass(60_000)
    const statuses = []
    for (let n = 0; n < 301; n++) statuses.push((await push(signedHeaders(made, `{"n":${n}}`), `{"n":${n}}`)).status)
    expect([statuses.slice(0, 300).includes(429), statuses[300]]).toEqual([false, 429])
    expect((await push(signedHeaders(other, '{"n":1}'), '{"n":1}')).status).toBe(422)
    one.clock.pass(60_000)
    expect((await push(signedHeaders(made, '{"n":1}'), '{"n":1}')).status).toBe(422)
  })

  test('is in the audit log, and so is who was turned away, once a minute each', async () => {
    one.clock.pass(60_000)
    const made = await token('hotline')
    for (const number of ['T9', 'T10']) {
      const body = JSON.stringify(ticket(number))
      await push(signedHeaders(made, body), body)
      await push({ 'content-type': 'application/json' }, body)
    }
    const entries = (await one.stores.audit.read(0, 1000)).filter(({ action }) => action === 'mention.push')
    expect(entries.filter(({ subject }) => subject === `hotline.${made.made.id}`)).toHaveLength(1)
    expect(entries.some(({ subject, detail }) => subject.includes('签名不符') && detail.startsWith('未成'))).toBe(true)
  })
})

test('a bearer as weibo-crawler is one is answered 200, and its posts have the platform’s ids', async () => {
  const made = await token('weibo-crawler', 'bearer')
  const post = {
    id: 5123456789012345,
    bid: 'Qabc',
    user_id: 17,
    screen_name: '甲',
    text: '大桥<br />堵车',
    created_at: '2031-03-12',
    attitudes_count: '1.2万',
    comments_count: 0,
    reposts_count: null
  }
  const body = JSON.stringify({ user: { id: '17' }, weibo: [post] })
  expect(await push({ 'content-type': 'application/json', 'api-token': made.token }, body)).toMatchObject({ status: 200, body: { accepted: 1 } })
  expect((await push({ 'content-type': 'application/json', authorization: `Bearer ${made.token}x` }, body)).status).toBe(401)
  expect((await logged()).find(({ id }) => id === 'weibo:5123456789012345')).toMatchObject({
    source: '@甲',
    text: '大桥\n堵车',
    engagement: { views: null, likes: 12_000, comments: 0, reposts: null }
  })
})

test('a pusher says nothing in the name of another source', async () => {
  const made = await token('hotline')
  const body = JSON.stringify({ id: 'weibo:1', sourceKind: 'weibo', source: '@别人', title: '标题', url: 'https://a.example/1' })
  expect((await push(signedHeaders(made, body), body)).body.items[0]?.id).toBe('hotline:weibo:1')
  expect((await logged()).find(({ id }) => id === 'hotline:weibo:1')).toMatchObject({ source: '临江12345热线', sourceKind: 'hotline' })
})

describe('what people type', () => {
  const typed = (more: Record<string, unknown> = {}) => ({
    key: 'form-0001',
    sourceId: 'hotline',
    text: '河东路塌陷',
    publishedAt: one.clock.now(),
    caller: '张三丰 13800138000',
    ...more
  })

  test('is a mention, once however often it is sent, and who called is masked', async () => {
    const cookie = await one.signIn(['duty-officer'])
    expect((await one.call(cookie, 'GET', '/api/typed-mentions')).body).toMatchObject({
      sources: [{ id: 'hotline', kindWords: '热线' }, { id: 'weibo-crawler' }]
    })
    const first = await one.call(cookie, 'POST', '/api/typed-mentions', typed())
    const again = await one.call(cookie, 'POST', '/api/typed-mentions', typed())
    expect([first.status, first.body, again.body]).toEqual([201, { id: 'hotline:typed-form-0001', source: '临江12345热线' }, first.body])
    expect((await logged()).find(({ id }) => id === 'hotline:typed-form-0001')).toMatchObject({ text: '河东路塌陷', author: '张某 138****8000' })
    const audited = (await one.stores.audit.read(0, 1000)).filter(({ action }) => action === 'mention.enter')
    expect(audited).toHaveLength(2)
    expect(JSON.stringify(audited)).not.toContain('13800138000')
  })

  test('names the field that does not fit, and is for the desk and leaders only', async () => {
    const cookie = await one.signIn(['analyst'])
    expect((await one.call(cookie, 'POST', '/api/typed-mentions', typed({ text: ' ' }))).body).toMatchObject({
      status: 400,
      fields: [{ path: 'text', message: '请填写内容' }]
    })
    expect((await one.call(cookie, 'POST', '/api/typed-mentions', typed({ publishedAt: '2099-01-01T00:00:00.000Z' }))).body).toMatchObject({
      fields: [{ path: 'publishedAt' }]
    })
    expect((await one.call(cookie, 'POST', '/api/typed-mentions', typed({ sourceId: 'closed' }))).status).toBe(400)
    expect((await one.call(await one.signIn(['handler'], 'safety'), 'POST', '/api/typed-mentions', typed())).status).toBe(403)
  })
})

test('the examples of docs/ingest.md do what it says', async () => {
  const text = await readFile(new URL('../../../docs/ingest.md', import.meta.url), 'utf8')
  const examples = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, code]) => code ?? '')
  expect(examples).toHaveLength(2)
  const [made, bearer] = [await token('hotline'), await token('weibo-crawler', 'bearer')]
  const env = {
    PATH: process.env['PATH'],
    WANGLOU_URL: url,
    WANGLOU_TOKEN: made.token.split('.').slice(0, 2).join('.'),
    WANGLOU_SECRET: made.secret,
    WANGLOU_BEARER: bearer.token,
    NO_PROXY: '127.0.0.1'
  }
  const run = async (code: string) =>
    JSON.parse((await promisify(execFile)('bash', ['-euc', code.replace('$(date +%s)', String(nowSeconds()))], { env })).stdout) as unknown
  const answers = await Promise.all(examples.map(run))
  expect(answers).toMatchObject([
    { accepted: 1, refused: 0, items: [{ id: 'hotline:A-20261128-17' }] },
    { accepted: 1, items: [{ id: 'weibo:5123456789012345' }] }
  ])
  expect(text).toContain(JSON.stringify(answers[0]))
})
