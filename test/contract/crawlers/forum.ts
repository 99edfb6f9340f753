import { html, json, tagged } from '../../support/crawlers-site.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'
import { discuzBoard, discuzLogin, discuzMessage, discuzThread, type Post } from '../../support/discuz-pages.ts'
import { blockPage } from './portal.ts'

const board = '/forum.php?mod=forumdisplay&fid=2'
const other = '<html><body><div id="app"></div></body></html>'
const threadPath = ({ n }: ShownItem): string => `/forum.php?mod=viewthread&tid=${100 + n}`
const firstPost = ({ n, text, at, author }: ShownItem): Post => ({ pid: 900 + n, author, at, html: text.replaceAll('\n', '<br />\n') })

export const discuz: CrawlerCase = {
  name: 'forum of Discuz! X by its pages',
  crawler: 'forum',
  sourceKind: 'forum',
  hasTitles: true,
  timesTo: 'minute',
  isConditional: true,
  isList: (path) => path === board,
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'nothing-parsed', empty: null },
  open: (site) => ({
    path: board,
    show(items, trouble) {
      if (trouble === 'signed-out') site.set(board, html(discuzLogin))
      else if (trouble === 'blocked') site.set(board, html(blockPage))
      else if (trouble === 'changed-layout') site.set(board, html(other))
      else site.set(board, tagged(discuzBoard(items.map((item) => ({ tid: 100 + item.n, replies: 0, views: 9, ...item })))))
      for (const item of items) {
        const page = item.broken ? discuzMessage('抱歉，指定的主题不存在或已被删除或正在被审核') : discuzThread(item.title, [firstPost(item)])
        site.set(threadPath(item), html(page))
      }
    }
  })
}

export const discuzRss: CrawlerCase = {
  ...discuz,
  name: 'forum of Discuz! X by its RSS',
  isList: (path) => path === '/forum.php?mod=rss&fid=2',
  troubles: { blocked: 'block-page', 'changed-layout': 'platform', empty: null },
  open: (site) => ({
    path: board,
    settings: { by: 'rss' },
    show(items, trouble) {
      const feed = '/forum.php?mod=rss&fid=2'
      const shown = items.map(
        (item) =>
          `<item><title>${item.title}</title><link>${site.origin}${threadPath(item).replaceAll('&', '&amp;')}</link><description><![CDATA[${item.text.slice(0, 50)} ...]]></description><category>杂谈</category><author>${item.author}</author><pubDate>${new Date(item.at).toUTCString()}</pubDate></item>`
      )
      if (trouble === 'blocked') site.set(feed, html(blockPage))
      else if (trouble === 'changed-layout') site.set(feed, html('RSS Disabled'))
      else
        site.set(
          feed,
          tagged(
            `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>版块</title><ttl>30</ttl>${shown.join('')}</channel></rss>`,
            'application/xml'
          )
        )
      for (const item of items) {
        const page = item.broken ? discuzMessage('抱歉，指定的主题不存在或已被删除或正在被审核') : discuzThread(item.title, [firstPost(item)])
        site.set(threadPath(item), html(page))
      }
    }
  })
}

const mobile = '/api/mobile/index.php'
const seconds = (at: string): string => String(Date.parse(at) / 1000)

export const discuzJson: CrawlerCase = {
  ...discuz,
  name: 'forum of Discuz! X by the JSON of its mobile plugin',
  timesTo: 'second',
  isConditional: false,
  isList: (path) => path.includes('module=forumdisplay'),
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'nothing-parsed', empty: null },
  open: (site) => ({
    path: board,
    settings: { by: 'json' },
    show(items, trouble) {
      const listed = items.map(({ n, title, at, author }) => ({
        tid: String(100 + n),
        subject: title,
        author,
        dbdateline: seconds(at),
        dateline: '半小时前',
        replies: '0',
        views: '9'
      }))
      const list = `${mobile}?version=3&module=forumdisplay&fid=2&page=1`
      if (trouble === 'signed-out')
        site.set(list, json({ Variables: {}, Message: { messageval: 'to_login//1', messagestr: '您需要先登录才能继续本操作' } }))
      else if (trouble === 'blocked') site.set(list, html(blockPage))
      else if (trouble === 'changed-layout') site.set(list, json({ Variables: { groups: [] } }))
      else site.set(list, json({ Version: '3', Charset: 'UTF-8', Variables: { forum_threadlist: listed } }))
      for (const item of items) {
        const { n, title, text, at, author } = item
        const post = {
          pid: String(900 + n),
          tid: String(100 + n),
          author,
          dbdateline: seconds(at),
          message: text.replaceAll('\n', '<br />'),
          first: '1',
          number: '1'
        }
        site.set(
          `${mobile}?version=3&module=viewthread&tid=${100 + n}&page=1`,
          json(
            item.broken
              ? { Variables: {}, Message: { messageval: 'thread_nonexistence', messagestr: '抱歉，指定的主题不存在或已被删除或正在被审核' } }
              : { Variables: { thread: { subject: title, replies: '0' }, ppp: '10', postlist: [post] } }
          )
        )
      }
    }
  })
}

const phpbbBoard = '/viewforum.php?f=3'

export const phpbb: CrawlerCase = {
  ...discuz,
  name: 'forum of phpBB',
  timesTo: 'second',
  isList: (path) => path === phpbbBoard,
  open: (site) => ({
    path: phpbbBoard,
    settings: { family: 'phpbb' },
    show(items, trouble) {
      const time = (at: string): string => `<time datetime="${at}">${at.slice(0, 10)}</time>`
      const rows = items.map(
        ({ n, title, at, author }) =>
          // A session of its own in each link, as the program writes for whoever takes no cookie.
          `<li class="row bg1"><dl class="row-item"><dt><a href="./viewtopic.php?f=3&amp;t=${100 + n}&amp;sid=abc${n}" class="topictitle">${title}</a><div class="topic-poster">by <a class="username">${author}</a> » ${time(at)}</div></dt><dd class="posts">0 <dfn>Replies</dfn></dd><dd class="views">9 <dfn>Views</dfn></dd></dl></li>`
      )
      if (trouble === 'signed-out')
        site.set(
          phpbbBoard,
          html('<html><head><title>User Control Panel - Login</title></head><body><form><input type="password" name="password"></form></body></html>')
        )
      else if (trouble === 'blocked') site.set(phpbbBoard, html(blockPage))
      else if (trouble === 'changed-layout') site.set(phpbbBoard, html(other))
      else site.set(phpbbBoard, tagged(`<html><body><div class="forumbg"><ul class="topiclist topics">${rows.join('')}</ul></div></body></html>`))
      for (const item of items) {
        const page = `<html><body><h2 class="topic-title"><a>${item.title}</a></h2><div id="p${900 + item.n}" class="post"><p class="author">by <a class="username">${item.author}</a> » ${time(item.at)}</p><div class="content">${item.text.replaceAll('\n', '<br>')}</div></div></body></html>`
        if (item.broken) site.set(`/viewtopic.php?f=3&t=${100 + item.n}`, (_, response) => response.writeHead(404).end())
        else site.set(`/viewtopic.php?f=3&t=${100 + item.n}`, html(page))
      }
    }
  })
}

const nodebbBoard = '/category/2/talk'

export const nodebb: CrawlerCase = {
  ...discuz,
  name: 'forum of NodeBB',
  timesTo: 'second',
  isList: (path) => path === nodebbBoard,
  open: (site) => ({
    path: nodebbBoard,
    settings: { family: 'nodebb' },
    show(items, trouble) {
      const time = (at: string): string => `<span class="timeago" title="${new Date(at).toISOString()}"></span>`
      const rows = items.map(
        ({ n, title, at, author }) =>
          `<li component="category/topic" data-tid="${100 + n}"><h3 component="topic/header"><a href="/topic/${100 + n}/slug">${title}</a></h3><a href="/user/u">${author}</a>${time(at)}<div class="stats-postcount"><span class="human-readable-number" title="1">1</span></div></li>`
      )
      if (trouble === 'signed-out') site.set(nodebbBoard, html('<html><body><p>You must be logged in to view this</p></body></html>'))
      else if (trouble === 'blocked') site.set(nodebbBoard, html(blockPage))
      else if (trouble === 'changed-layout') site.set(nodebbBoard, html(other))
      else site.set(nodebbBoard, tagged(`<html><body><div component="category"><ul>${rows.join('')}</ul></div></body></html>`))
      for (const item of items) {
        const path = `/topic/${100 + item.n}/slug`
        const paragraphs = item.text.split('\n').map((line) => `<p>${line}</p>`)
        const post = `<li component="post" data-pid="${900 + item.n}" data-username="${item.author}">${time(item.at)}<div component="post/content">${paragraphs.join('')}</div><span component="post/vote-count">2</span></li>`
        if (item.broken) site.set(path, (_, response) => response.writeHead(404).end())
        else
          site.set(
            path,
            html(`<html><body><h1><span component="topic/title">${item.title}</span></h1><ul component="topic">${post}</ul></body></html>`)
          )
      }
    }
  })
}
