import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readArticle } from '../../../adapters/web/article.ts'
import { parseInstant } from '../../../core/instant.ts'
import { articleFault } from '../../../crawlers/article-fault.ts'
import { trySource } from '../../../crawlers/guess/try-source.ts'
import { bytes, html, startSite, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'

const title = '高新区一仓库发生火情'
const story = '<p>临江市应急管理局通报，位于高新区的一处仓库发生火情，明火已经扑灭。</p>'
const asked = 'https://a.example/a/1.html'
const codeOf = (page: string, promised: string | null = title, url = asked): string | null =>
  articleFault('s', asked, { url, html: page }, readArticle(page, { url }), promised)?.code ?? null

const login = '<html><head><title>用户登录</title></head><body><form>用户名<input name="u">密码<input type="password"></form></body></html>'
const shell = '<html><head><title>临江在线</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>'

describe('a page where an article should stand', () => {
  test.each([
    ['a sign-in', login, 'login-wall'],
    ['a sign-in with words', '<title>统一身份认证登录 - 临江</title><p>欢迎使用，扫描二维码即可，忘记密码请联系管理员处理。</p>', 'login-wall'],
    ['risk control', '<title>安全验证</title><p>请完成下方验证后继续访问，拖动滑块完成拼图。</p>', 'block-page'],
    ['a soft 404', '<title>404</title><h1>页面不存在</h1><p>很抱歉，您访问的页面不存在或已被删除，三秒后返回首页。</p>', 'soft-gone'],
    ['a soft 404 by its text', '<title>临江在线</title><p>抱歉，您要查看的内容已被删除。</p>', 'soft-gone'],
    ['a redirect to the front page', '<html><body><script>window.location.href = "/"</script></body></html>', 'nothing-parsed'],
    ['a redirect to a sign-in', '<html><body><script>location.replace("https://passport.a.example/login?u=1")</script></body></html>', 'login-wall'],
    ['a shell', shell, 'nothing-parsed'],
    ['a picture of nobody knows what', '<title>临江日报</title><img src="/1.jpg">', 'nothing-parsed']
  ])('may be %s', (_, page, code) => {
    expect(codeOf(page)).toBe(code)
  })

  test.each([
    ['an article', `<title>${title}</title><h1>${title}</h1>${story}`],
    [
      'an article under a frame that asks to sign in',
      `<title>临江在线</title><div>您好，请登录 <input type="password"></div><h1>${title}</h1><div class="article-content">${story}</div>`
    ],
    ['an article on sign-ins', `<title>${title}</title><h1>${title}</h1><p>即日起市民须先登录临江通办理预约，网传视频已被发布者删除。</p>`],
    ['pictures under the promised title', `<title>${title}</title><h1>${title}</h1><img src="/1.jpg">`]
  ])('is %s', (_, page) => {
    expect(codeOf(page)).toBeNull()
  })
})

describe('a source whose articles cannot be read', () => {
  let site: Site
  let world: CrawlWorld
  const rows = [1, 2, 3].map((n) => `<li><a href="/a/100${n}.html">高新区第${n}处仓库发生火情</a><span>2026-11-2${n}</span></li>`).join('')
  const item = (n: number) =>
    `<item><title>高新区第${n}处仓库发生火情</title><link>/a/100${n}.html</link><description>摘要${n}：无人员伤亡</description></item>`
  beforeEach(async () => {
    site = await startSite({
      '/list': html(`<ul>${rows}</ul>`),
      '/feed': bytes(Buffer.from(`<rss version="2.0"><channel><title>临江</title>${[1, 2, 3].map(item).join('')}</channel></rss>`), {
        'content-type': 'application/rss+xml'
      })
    })
    for (const n of [1, 2, 3]) site.set(`/a/100${n}.html`, html(login))
    world = createCrawlWorld()
  })
  afterEach(async () => {
    await world.close()
    await site.close()
  })

  test('keeps them waiting, makes no mention of them, and is blind at the third visit', async () => {
    const portal = sourceOn(site.origin, 'portal', '/list')
    const states = [await world.visit(portal), await world.visit(portal), await world.visit(portal)].map(({ health }) => [
      health.state,
      health.faultClass
    ])
    expect(states).toEqual([
      ['degraded', 'blocked'],
      ['degraded', 'blocked'],
      ['blind', 'blocked']
    ])
    expect(world.log.mentions()).toEqual([])
    expect(world.deadLetters.letters).toEqual([])
    expect([...world.crawl.items.values()].map(({ done }) => done)).toEqual([false, false, false])
  })

  test('sees again once an article can be read', async () => {
    const portal = sourceOn(site.origin, 'portal', '/list')
    await world.visit(portal)
    site.set('/list', html(`<ul>${rows}<li><a href="/a/1009.html">${title}</a><span>2026-11-24</span></li></ul>`))
    site.set('/a/1009.html', html(`<title>${title}</title><h1>${title}</h1>${story}`))
    expect((await world.visit(portal)).health).toMatchObject({ state: 'ok', mentionsTotal: 1 })
    expect((await world.visit(portal)).health.state).toBe('quiet')
  })

  test('by a feed keeps what the feed says of them, once', async () => {
    const feed = sourceOn(site.origin, 'feed', '/feed', { follow: true })
    expect((await world.visit(feed)).health).toMatchObject({ state: 'degraded', lastErrorCode: 'login-wall' })
    await world.visit(feed)
    expect(world.log.mentions().map((mention) => [mention.title, mention.text])).toEqual(
      [1, 2, 3].map((n) => [`高新区第${n}处仓库发生火情`, `摘要${n}：无人员伤亡`])
    )
  })

  test('shows no sample when it is tried', async () => {
    const trial = await trySource(world.deps, `${site.origin}/list`, true)
    expect(trial.run?.mentions).toEqual([])
    expect(trial.run?.health).toMatchObject({ lastErrorCode: 'login-wall' })
    expect(await trySource(world.deps, `${site.origin}/a/1001.html`, true)).toMatchObject({
      article: null,
      fault: expect.stringMatching(/^被对方拦下：/) as string
    })
  })
})

describe('a list and its article', () => {
  test('agree on a time: what the page says of itself, else the list, never a date of somewhere on the page', async () => {
    const site = await startSite({
      '/list': html(
        '<ul><li><a href="/a/1001.html">高新区一仓库发生火情</a><span>2026-11-26</span></li><li><a href="/a/1002.html">头版头条新闻标题</a><span>2026-11-26</span></li></ul>'
      ),
      '/a/1001.html': html(
        `<title>${title}</title><h1>${title}</h1><div class="content">${story}</div><div class="related"><a href="/9">旧闻一则旧闻一则</a> <span class="time">2020-01-01</span></div><script>var x = {"publishTime": "2020-01-01 10:00"}</script>`
      ),
      '/a/1002.html': html(`<title>临江日报</title><div class="article-content">${story}</div>`)
    })
    const world = createCrawlWorld()
    await world.visit(sourceOn(site.origin, 'portal', '/list'))
    const at = parseInstant('2026-11-26T00:00:00+08:00')
    expect(world.log.mentions()).toMatchObject([
      { title, publishedAt: at, publishedPrecision: 'day' },
      // A <title> that names the paper names no article.
      { title: '头版头条新闻标题', publishedAt: at }
    ])
    await world.close()
    await site.close()
  })
})
