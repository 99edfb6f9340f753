import { describe, expect, test } from 'vitest'
import { NetworkError } from '../../../adapters/web/errors.ts'
import { sha256, sha256OfBytes } from '../../../adapters/hash.ts'
import { createReleases, type Releases, type ReleasesDeps } from '../../../alerting/releases.ts'
import { Outlet } from '../../../core/department.ts'
import { FatalError, RefusedError, RetryableError, UnreachableError } from '../../../core/errors.ts'
import type { Article, FetchOptions, Fetched } from '../../../core/ports.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { defined } from '../../support/alerting-notices.ts'
import { at } from '../../support/incidents.ts'

const outlets = [
  Outlet.parse({ name: '区政府网站', urlPrefix: 'https://www.linjiang.example/zwgk' }),
  Outlet.parse({ name: '官方微博', urlPrefix: 'https://weibo.example/u/100', allowPrivate: true }),
  Outlet.parse({ name: '客户端', urlPrefix: 'https://app.example/linjiang', render: 'browser' })
]
const words = '3月12日11时40分许，临江区一化工厂发生爆炸，现场救援正在进行，伤亡情况正在核实。'

class HostDown extends RetryableError {
  readonly code = 'test-down'
}
class PrivateAddress extends FatalError {
  readonly code = 'test-private'
}

class World {
  readonly asked: { url: string; options: FetchOptions }[] = []
  readonly kept: { bytes: Uint8Array; url: string | null }[] = []
  page: Partial<Fetched> | Error = {}
  article: Partial<Article> = {}
  readonly deps: ReleasesDeps = {
    fetch: (url, options) => {
      this.asked.push({ url, options })
      if (this.page instanceof Error) return Promise.reject(this.page)
      const text = `<html><body>${words}</body></html>`
      return Promise.resolve({
        url,
        finalUrl: url,
        status: 200,
        notModified: false,
        bytes: Buffer.from(text),
        contentType: 'text/html; charset=utf-8',
        text,
        charset: 'utf-8',
        etag: null,
        lastModified: null,
        fetchedElapsedMs: 1,
        ...this.page
      })
    },
    readArticle: () => ({
      title: '情况通报',
      text: words,
      publishedAt: at('13:00'),
      publishedPrecision: 'minute',
      author: null,
      source: null,
      doubtful: false,
      ...this.article
    }),
    evidence: {
      put: (bytes, { url }) => {
        this.kept.push({ bytes, url })
        return Promise.resolve(sha256OfBytes(bytes))
      }
    },
    outlets,
    clock: new ManualClock(at('14:00')),
    sha256
  }
  releases: Releases = createReleases(this.deps)
}

describe('a release', () => {
  test('is fetched by the system itself, its bytes are kept, and it says where and when it stands', async () => {
    const world = new World()
    const { evidence, text } = await world.releases.fetchEvidence(' https://www.linjiang.example/zwgk/2031/tb1.html#top ')
    expect(world.asked).toMatchObject([
      { url: 'https://www.linjiang.example/zwgk/2031/tb1.html', options: { allowPrivate: false, ignoreRobots: true } }
    ])
    expect(text).toBe(words)
    expect(world.kept.map(({ bytes }) => sha256OfBytes(bytes))).toEqual([evidence.snapshot, evidence.textHash])
    expect(evidence).toEqual({
      url: 'https://www.linjiang.example/zwgk/2031/tb1.html',
      outlet: '区政府网站',
      title: '情况通报',
      publishedAt: at('13:00'),
      publishedPrecision: 'minute',
      fetchedAt: at('14:00'),
      snapshot: sha256OfBytes(defined(world.kept[0]).bytes),
      textHash: sha256(words),
      excerpt: words,
      marks: { date: null, lastModified: null }
    })
  })

  test('without a time on the page has none: it is not set to now', async () => {
    const world = new World()
    world.article = { publishedAt: null, publishedPrecision: null }
    expect((await world.releases.fetchEvidence('https://weibo.example/u/100/P1')).evidence.publishedAt).toBeNull()
    expect(world.asked[0]?.options.allowPrivate).toBe(true)
  })

  test.each([
    'https://www.linjiang.example.evil.example/zwgk/1',
    'https://www.linjiang.example@evil.example/zwgk/1',
    'https://evil.example/?https://www.linjiang.example/zwgk',
    'https://www.linjiang.example/zwgk-forum/1',
    'https://www.linjiang.example/zwgk/../bbs/1',
    'https://www.linjiang.example/zwgk/%2e%2e/bbs/1',
    'https://www.linjiang.example/zwgk/..%2fbbs/1',
    'http://www.linjiang.example/zwgk/1',
    'https://www.linjiang.example:8443/zwgk/1',
    'https://weibo.example/u/1001',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'zwgk/1',
    ''
  ])('does not stand at %s', async (url) => {
    const world = new World()
    await expect(world.releases.fetchEvidence(url)).rejects.toThrow(RefusedError)
    expect(world.asked).toEqual([])
    expect(world.kept).toEqual([])
  })

  const ours = 'https://www.linjiang.example/zwgk/1'
  test.each<[string, World['page'], Partial<Article>, typeof RefusedError | typeof UnreachableError, string]>([
    ['a page that is gone', { status: 404 }, {}, RefusedError, '页面不存在（404）'],
    [
      'a page that says so with status 200',
      {},
      { title: '提示', text: '您访问的页面不存在，可能已被删除，请返回首页查看其他内容。' },
      RefusedError,
      '页面不存在'
    ],
    ['a page behind a door', { status: 403 }, {}, RefusedError, '没有给出页面（403）'],
    ['a broken server', { status: 502 }, {}, UnreachableError, '服务器出错（502）'],
    ['a host that does not answer', new HostDown('连接超时'), {}, UnreachableError, '现在打不开此网址'],
    ['an address that may not be fetched', new PrivateAddress('内网地址'), {}, RefusedError, '无法抓取此网址，时限继续计算：内网地址'],
    [
      'a host that breaks off',
      new NetworkError('https://www.linjiang.example/zwgk/1', 'ECONNRESET'),
      {},
      UnreachableError,
      '请稍后再试：网络不通或连接中断（https://www.linjiang.example/zwgk/1: ECONNRESET）'
    ],
    ['a picture', { text: null, contentType: 'image/png' }, {}, RefusedError, '不是文字（image/png）'],
    ['an empty frame', {}, { text: '   ' }, RefusedError, '没有可读的正文'],
    ['a page without a body', {}, { text: null }, RefusedError, '没有可读的正文'],
    ['a page that leads away', { finalUrl: 'https://login.example/' }, {}, RefusedError, '转到了发布渠道之外']
  ])('is not %s: the clock runs on', async (_what, page, article, kind, message) => {
    const world = new World()
    world.page = page
    world.article = article
    await expect(world.releases.fetchEvidence(ours)).rejects.toThrow(kind)
    await expect(world.releases.fetchEvidence(ours)).rejects.toThrow(message)
    expect(world.kept).toEqual([])
  })

  test('is not gone where a foreign part of the page was asked for and the browser then gave up', async () => {
    const world = new World()
    const render: ReleasesDeps['fetch'] = (_url, options) => {
      options.mayVisit?.(new URL('https://cdn.example/script.js'))
      return Promise.reject(new HostDown('超时'))
    }
    const looked = createReleases({ ...world.deps, render }).fetchEvidence('https://app.example/linjiang/1')
    await expect(looked).rejects.toThrow(UnreachableError)
  })

  test('may lead from one of our outlets to another', async () => {
    const world = new World()
    world.page = { finalUrl: 'https://weibo.example/u/100/P1' }
    expect((await world.releases.fetchEvidence(ours)).evidence.outlet).toBe('区政府网站')
  })

  test('may be a plain text', async () => {
    const world = new World()
    world.page = { contentType: 'text/plain', text: words, bytes: Buffer.from(words) }
    expect(await world.releases.fetchEvidence(ours)).toMatchObject({ evidence: { title: null, publishedAt: null, textHash: sha256(words) } })
  })

  test('keeps apart what the server says of time: its clock and the last change are no time of publication', async () => {
    const world = new World()
    world.article = { publishedAt: null, publishedPrecision: null }
    world.page = { date: 'Wed, 12 Mar 2031 06:00:00 GMT', lastModified: 'Wed, 12 Mar 2031 05:30:00 GMT' }
    expect((await world.releases.fetchEvidence(ours)).evidence).toMatchObject({
      publishedAt: null,
      marks: { date: at('14:00'), lastModified: at('13:30') }
    })
    world.page = { date: 'yesterday', lastModified: '2031-03-12 13:30' }
    expect((await world.releases.fetchEvidence(ours)).evidence.marks).toEqual({ date: null, lastModified: null })
  })

  test('may not be led elsewhere: each hop is asked of before it is visited', async () => {
    const world = new World()
    await world.releases.fetchEvidence(ours)
    const mayVisit = defined(world.asked[0]?.options.mayVisit)
    const hops = ['https://weibo.example/u/100/P1', 'http://127.0.0.1/', 'https://www.linjiang.example/bbs', 'http://169.254.169.254/latest']
    expect(hops.map((hop) => mayVisit(new URL(hop)))).toEqual([true, false, false, false])
  })

  test('that only a browser can show needs one', async () => {
    const world = new World()
    const page = 'https://app.example/linjiang/1'
    await expect(world.releases.fetchEvidence(page)).rejects.toThrow('没有可用的浏览器')
    const rendered = createReleases({ ...world.deps, render: world.deps.fetch })
    expect((await rendered.fetchEvidence(page)).evidence.rendered).toBe(true)
  })

  test('that was merely looked at leaves nothing behind', async () => {
    const world = new World()
    const seen = await world.releases.look(ours)
    expect(world.kept).toEqual([])
    expect((await seen.keep()).evidence.snapshot).toBe(sha256OfBytes(defined(world.kept[0]).bytes))
  })

  test('of a conference may be a report of an edited medium, and nobody else', async () => {
    const world = new World()
    const releases = createReleases({ ...world.deps, media: [{ name: '临江日报', host: 'daily.example' }] })
    expect((await releases.fetchReport('http://news.daily.example/1')).evidence.outlet).toBe('临江日报')
    expect(world.asked[0]?.options).toMatchObject({ allowPrivate: false })
    expect(world.asked[0]?.options.ignoreRobots).toBeUndefined()
    await expect(releases.fetchReport('http://notdaily.example/1')).rejects.toThrow(RefusedError)
    await expect(releases.fetchEvidence('http://news.daily.example/1')).rejects.toThrow(RefusedError)
  })

  test('needs outlets in the configuration', async () => {
    const world = new World()
    const none = createReleases({ ...worldDeps(world), outlets: [] })
    await expect(none.fetchEvidence(ours)).rejects.toThrow('没有本单位的发布渠道')
  })
})

function worldDeps(world: World): Parameters<typeof createReleases>[0] {
  return {
    fetch: () => Promise.reject(new HostDown('not asked')),
    readArticle: () => {
      throw new Error('not asked')
    },
    evidence: { put: () => Promise.reject(new Error(`not asked by ${world.asked.length}`)) },
    outlets,
    clock: new ManualClock(at('14:00')),
    sha256
  }
}
