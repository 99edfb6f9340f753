import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ForumSettings } from '../../../crawlers/forum/settings.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'
import { bytes, html, json, startSite, type Site } from '../../support/crawlers-site.ts'
import { createCrawlWorld, sourceOn, type CrawlWorld } from '../../support/crawlers-world.ts'
import { discuzBoard, discuzMessage, discuzThread, type Post, type Row } from '../../support/discuz-pages.ts'

const board = '/forum.php?mod=forumdisplay&fid=2'
const row = (more: Partial<Row> = {}): Row => ({
  tid: 101,
  title: '仓库着火了',
  author: '甲',
  at: '2026-11-23T09:05:00+08:00',
  replies: 1,
  views: 30,
  ...more
})
const post = (pid: number, text: string, more: Partial<Post> = {}): Post => ({
  pid,
  author: `网友${pid}`,
  at: '2026-11-23T09:05:00+08:00',
  html: text,
  ...more
})

let site: Site
let world: CrawlWorld
beforeEach(async () => {
  site = await startSite()
  world = createCrawlWorld()
})
afterEach(async () => {
  await world.close()
  await site.close()
})
const source = (settings: Readonly<Record<string, unknown>> = {}, path = board) => sourceOn(site.origin, 'forum', path, settings, { kind: 'forum' })
const visit = async (settings: Readonly<Record<string, unknown>> = {}) => (await world.visit(source(settings))).health
const texts = () => world.log.mentions().map(({ text }) => text)
const idOf = (name: string): string => `forum:${new URL(site.origin).host}:${name}`

describe('a thread', () => {
  test('is a mention with its counts, and each reply one that names it as parent', async () => {
    site.set(board, html(discuzBoard([row()])))
    site.set('/forum.php?mod=viewthread&tid=101', html(discuzThread('仓库着火了', [post(901, '高新区浓烟滚滚'), post(902, '消防车来了')])))
    await visit()
    expect(world.log.mentions()).toMatchObject([
      {
        id: idOf('t101'),
        title: '仓库着火了',
        text: '高新区浓烟滚滚',
        author: '网友901',
        parentId: null,
        engagement: { views: 30, comments: 1, likes: null, reposts: null },
        url: `${site.origin}/forum.php?mod=viewthread&tid=101`
      },
      {
        id: idOf('p902'),
        title: null,
        text: '消防车来了',
        author: null,
        authorHash: expect.stringContaining(new URL(site.origin).host) as string,
        parentId: idOf('t101'),
        url: `${site.origin}/forum.php?mod=viewthread&tid=101#post_902`
      }
    ])
  })

  test('is told with all its posts in the visit that reads it, however few may be read', async () => {
    site.set(board, html(discuzBoard([row(), row({ tid: 102 }), row({ tid: 103 })])))
    for (const tid of [101, 102, 103])
      site.set(`/forum.php?mod=viewthread&tid=${tid}`, html(discuzThread('仓库着火了', [post(tid, '浓烟滚滚'), post(tid + 800, '消防车来了')])))
    await visit({ mostItems: 2 })
    expect(texts()).toEqual(['浓烟滚滚', '消防车来了', '浓烟滚滚', '消防车来了'])
  })

  test('that grew is read again: the new reply is new, the first post a new point of its counts, the old reply nothing', async () => {
    site.set(board, html(discuzBoard([row()])))
    const thread = '/forum.php?mod=viewthread&tid=101'
    site.set(thread, html(discuzThread('仓库着火了', [post(901, '浓烟滚滚'), post(902, '消防车来了')])))
    await visit()
    site.set(board, html(discuzBoard([row({ replies: 2 })])))
    site.set(thread, html(discuzThread('仓库着火了', [post(901, '浓烟滚滚'), post(902, '消防车来了'), post(903, '扑灭了')])))
    await visit()
    expect(world.log.mentions().map(({ id, engagement }) => [id, engagement.comments])).toEqual([
      [idOf('t101'), 1],
      [idOf('p902'), null],
      [idOf('t101'), 2],
      [idOf('p903'), null]
    ])
  })

  test('of many pages is read from where it was left, its newest pages where they are too many, and that is said', async () => {
    site.set(board, html(discuzBoard([row({ replies: 90 })])))
    const thread = '/forum.php?mod=viewthread&tid=101'
    site.set(thread, html(discuzThread('仓库着火了', [post(901, '浓烟滚滚')], 9)))
    for (const page of [7, 8, 9]) site.set(`${thread}&page=${page}`, html(discuzThread('仓库着火了', [post(900 + 10 * page, `第${page}页的话`)], 9)))
    expect((await visit()).coverage?.capped).toContain('回帖页多，只读了最新几页')
    expect(texts()).toEqual(['浓烟滚滚', '第7页的话', '第8页的话', '第9页的话'])
    site.set(board, html(discuzBoard([row({ replies: 91 })])))
    site.set(`${thread}&page=9`, html(discuzThread('仓库着火了', [post(990, '第9页的话'), post(991, '新话')], 9)))
    const before = site.paths().length
    await visit()
    expect(site.paths().slice(before)).toEqual([board, thread, `${thread}&page=9`])
    expect(texts().slice(-1)).toEqual(['新话'])
  })

  test('shows the words of its author alone: no edits, no anti-copy noise, no words of others in a reply', async () => {
    site.set(board, html(discuzBoard([row()])))
    site.set(
      '/forum.php?mod=viewthread&tid=101',
      html(
        discuzThread('仓库着火了', [
          post(
            901,
            '<i class="pstatus">本帖最后由 甲 于 2026-11-23 10:00 编辑</i><br />浓烟<font class="jammer">0 x7Kq!</font>滚滚<span style="display:none">/ r3Zz</span><blockquote>通报全文</blockquote>'
          ),
          post(
            902,
            '<div class="quote"><blockquote>网友901 发表于 09:05<br />浓烟滚滚</blockquote></div>消防车来了<img src="static/image/none.gif" file="x.jpg" />'
          )
        ])
      )
    )
    await visit()
    expect(texts()).toEqual(['浓烟滚滚通报全文', '消防车来了'])
  })

  test('tells its time exactly where the page shows it as 半小时前', async () => {
    site.set(board, html(discuzBoard([row()])))
    const page = discuzThread('仓库着火了', [post(901, '浓烟滚滚')]).replace(
      /发表于 [^<]*/,
      '发表于 <span title="2026-11-23 09:05:33">半小时前</span>'
    )
    site.set('/forum.php?mod=viewthread&tid=101', html(page))
    await visit()
    expect(world.log.mentions()[0]).toMatchObject({ publishedAt: '2026-11-23T01:05:33.000Z', publishedPrecision: 'second' })
  })

  test('whose addresses differ is one thread', async () => {
    const twin = discuzBoard([row()]).replace('forum.php?mod=viewthread&amp;tid=101&amp;extra=page%3D1', 'thread-101-1-3.html')
    site.set(board, html(discuzBoard([row()])))
    site.set('/forum-3-1.html', html(twin))
    site.set('/forum.php?mod=viewthread&tid=101', html(discuzThread('仓库着火了', [post(901, '浓烟滚滚')])))
    await visit({ boards: [`${site.origin}/forum-3-1.html`] })
    expect(world.log.mentions().map(({ id }) => id)).toEqual([idOf('t101')])
  })

  test('that needs a permission is refused with the words of the forum, and the board is no wall for it', async () => {
    site.set(board, html(discuzBoard([row(), row({ tid: 102 })])))
    site.set('/forum.php?mod=viewthread&tid=101', html(discuzMessage('抱歉，本帖要求阅读权限高于 50 才能浏览')))
    site.set('/forum.php?mod=viewthread&tid=102', html(discuzThread('仓库着火了', [post(903, '浓烟滚滚')])))
    expect(await visit()).toMatchObject({ state: 'ok', lastError: null })
    expect(world.deadLetters.letters).toMatchObject([{ code: 'unusable-item', reason: expect.stringContaining('阅读权限高于 50') as string }])
  })
})

describe('a board', () => {
  test('in GBK, of Discuz! 7, is read', async () => {
    const old = `<html><head><meta charset="gbk"><meta name="generator" content="Discuz! 7.2" /></head><body><div id="threadlist"><form name="moderate"><table>
      <tbody id="normalthread_101"><tr><th><span id="thread_101"><a href="viewthread.php?tid=101&amp;extra=page%3D1">仓库着火了</a></span></th>
      <td class="author"><cite><a href="space.php?uid=1">甲</a></cite><em>2026-11-23</em></td><td class="nums"><strong>0</strong>/<em>30</em></td></tr></tbody></table></form></div></body></html>`
    site.set(board, bytes(encodeGbk(old), { 'content-type': 'text/html' }))
    // Its thread pages name nobody, so what the board says of author and time counts.
    site.set('/viewthread.php?tid=101', html(discuzThread('仓库着火了', [{ ...post(901, '浓烟滚滚'), author: '', at: '' }])))
    await visit()
    expect(world.log.mentions()).toMatchObject([
      { id: idOf('t101'), author: '甲', publishedPrecision: 'day', engagement: { views: 30, comments: 0 } }
    ])
  })

  test('is read over its pages while they bring anything new, and says when more stands behind them', async () => {
    const page = (n: number) => discuzBoard([row({ tid: 100 + n, title: `主题${n}` })])
    for (const n of [1, 2]) {
      site.set(n === 1 ? board : `${board}&page=${n}`, html(page(n)))
      site.set(`/forum.php?mod=viewthread&tid=${100 + n}`, html(discuzThread(`主题${n}`, [post(900 + n, `正文${n}`)])))
    }
    expect((await visit({ pages: 2 })).coverage?.capped).toContain('最多看 2 页')
    expect(texts()).toEqual(['正文1', '正文2'])
  })

  test('of RSS that is switched off is told so', async () => {
    site.set('/forum.php?mod=rss&fid=2', html('RSS Disabled'))
    expect((await visit({ by: 'rss' })).lastError).toContain('RSS Disabled')
  })

  test('of RSS that is cut off tells of the threads before the cut, and that it was cut', async () => {
    const feed = (links: string) => bytes(Buffer.from(`<rss version="2.0"><channel><title>t</title>${links}`), { 'content-type': 'text/xml' })
    site.set('/forum.php?mod=rss&fid=2', feed('<item><title>停水</title><link>forum.php?mod=viewthread&amp;tid=7</link></item><item><title>断'))
    site.set('/forum.php?mod=viewthread&tid=7', html(discuzThread('停水', [post(71, '停水两天了')])))
    expect(await visit({ by: 'rss' })).toMatchObject({ lastErrorCode: 'feed-cut-off' })
    expect(texts()).toEqual(['停水两天了'])
  })

  test('of the mobile JSON takes objects for arrays and seconds for times, and says that the plugin is off', async () => {
    const api = '/api/mobile/index.php?version=3&module='
    site.set(
      `${api}forumdisplay&fid=2&page=1`,
      json({
        Variables: {
          forum_threadlist: {
            0: { tid: '101', subject: '仓库着火了', author: '甲', dbdateline: '1795395900', replies: '1' },
            1: { subject: '没有编号' }
          }
        }
      })
    )
    site.set(
      `${api}viewthread&tid=101&page=1`,
      json({
        Variables: {
          postlist: [
            { pid: '901', author: '甲', dbdateline: '1795395900', message: '浓烟<br />滚滚', first: '1' },
            { pid: '902', author: '乙', dbdateline: '1795395960', message: '<div class="reply_wrap">甲：浓烟</div>消防车来了', first: '0' }
          ]
        }
      })
    )
    await visit({ by: 'json' })
    expect(world.log.mentions().map(({ id, text, parentId }) => [id, text, parentId])).toEqual([
      [idOf('t101'), '浓烟\n滚滚', null],
      [idOf('p902'), '消防车来了', idOf('t101')]
    ])
    expect(world.log.mentions()[0]?.publishedAt).toBe(new Date(1_795_395_900_000).toISOString())
    expect(world.deadLetters.letters).toMatchObject([{ reason: expect.stringContaining('没有编号') as string }])
    site.set(`${api}forumdisplay&fid=2&page=1`, html('mobile is closed'))
    expect(await visit({ by: 'json' })).toMatchObject({ lastErrorCode: 'wrong-content' })
  })

  test('of a program of its own is read by selectors', async () => {
    const list = { board: '.list', thread: '.row', link: 'a.t', replies: '.n' }
    const thread = { title: 'h1', post: '.floor', body: '.said', author: '.who', time: 'time', id: 'data-id' }
    site.set('/list', html('<div class="list"><p class="row"><a class="t" href="/show/7">仓库着火了</a><b class="n">1.2万</b></p></div>'))
    site.set(
      '/show/7',
      html(
        '<h1>仓库着火了</h1><div class="floor" data-id="a1"><i class="who">甲</i><time datetime="2026-11-23T09:05:00+08:00"></time><p class="said">浓烟滚滚</p></div><div class="floor" data-id="a2"><i class="who">乙</i><p class="said">消防车来了</p></div><div class="floor"><p class="said">无名</p></div>'
      )
    )
    const own = source({ family: 'selectors', list, thread }, '/list')
    await world.visit(own)
    const [first, reply] = world.log.mentions()
    expect(first).toMatchObject({ title: '仓库着火了', author: '甲', publishedAt: '2026-11-23T01:05:00.000Z', engagement: { comments: 12_000 } })
    expect(reply).toMatchObject({ text: '消防车来了', parentId: first?.id })
    expect(world.deadLetters.letters).toMatchObject([{ reason: expect.stringContaining('没有编号（属性 data-id）') as string }])
  })

  test('that wants a cookie gets the one that a file or variable holds, and none stands in the settings', async () => {
    site.set(board, html(discuzBoard([row({ replies: 0 })])))
    site.set('/forum.php?mod=viewthread&tid=101', html(discuzThread('仓库着火了', [post(901, '浓烟滚滚')])))
    const signedIn = createCrawlWorld({ readSecret: (_, { env }) => (env === 'FORUM_COOKIE' ? 'auth=1' : null) })
    await signedIn.visit(source({ cookie: { env: 'FORUM_COOKIE' } }))
    expect(site.asked.filter(({ path }) => path !== '/robots.txt').map(({ headers }) => headers.cookie)).toEqual(['auth=1', 'auth=1'])
    expect((await signedIn.visit(source({ cookie: { env: 'NONE' } }))).health).toMatchObject({ state: 'blind', lastErrorCode: 'sign-in-expired' })
    expect(ForumSettings.safeParse({ headers: { Cookie: 'auth=1' } }).success).toBe(false)
    await signedIn.close()
  })
})
