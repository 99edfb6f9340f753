import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { madePage } from '../made-page.ts'

/**
 * Ordinary sites in a process of their own, as the web is: each port a host. `/c/N/` lists the newest of its articles, `/c/N/2026/…` is one.
 * Arguments: hosts, articles a list, bytes an article, least and most milliseconds of an answer.
 */
const [hosts = 1, listed = 40, bytes = 30_000, leastMs = 0, mostMs = 0] = process.argv.slice(2).map(Number)
const articles = Array.from({ length: 64 }, (_, index) => cutAtText(madePage(index, bytes)))

/** The page in two, so that each article gets a sentence of its own between them, as on the web no two are alike. */
function cutAtText(page: string): readonly [Buffer, Buffer] {
  const at = page.indexOf('<p ', page.indexOf('class="words"'))
  return [Buffer.from(page.slice(0, at)), Buffer.from(page.slice(at))]
}

function articlePage(channel: string, number: number): Buffer {
  const [head, rest] = articles[number % articles.length] ?? cutAtText('')
  return Buffer.concat([head, Buffer.from(`<p>频道${channel}第${number}条。</p>`), rest])
}

function listPage(channel: string): string {
  const rows = Array.from(
    { length: listed },
    (_, n) => `<li><a href="/c/${channel}/2026/${10_000 + n}.html">临江市${channel}频道第${n}条民生新闻</a><span>2026-11-23</span></li>`
  )
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>频道${channel}</title></head><body><ul>${rows.join('')}</ul></body></html>`
}

const answer: RequestListener = (request, response) => {
  const path = request.url ?? '/'
  const [, channel, rest] = /^\/c\/(\w+)\/(.*)$/.exec(path) ?? []
  if (channel === undefined) return void response.writeHead(404).end()
  if (rest !== '') {
    const article = articlePage(channel, Number(rest?.match(/\d+(?=\.html)/)?.[0] ?? 0))
    return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': article.length }).end(article)
  }
  const etag = `"${channel}"`
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', etag }).end(listPage(channel))
}

const late: RequestListener = (request, response) => void setTimeout(() => answer(request, response), leastMs + Math.random() * (mostMs - leastMs))

const servers = Array.from({ length: hosts }, () => createServer(mostMs > 0 ? late : answer))
await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))))
process.send?.(servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.on('disconnect', () => process.exit(0))
