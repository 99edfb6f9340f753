import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OutletSite {
  readonly origin: string
  /** Publishes a page; before that its address answers 404. */
  publish(path: string, title: string, paragraphs: readonly string[]): void
  /** Takes it away again. */
  remove(path: string): void
  /** A list page that leads to these. */
  list(path: string, pages: readonly string[]): void
  close(): Promise<void>
}

/** A unit's own web site on loopback, as small as one can be and still be read as an article. */
export async function openOutletSite(): Promise<OutletSite> {
  const pages = new Map<string, string>()
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '')
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page ?? '<h1>404</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    publish(path, title, paragraphs) {
      const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')
      pages.set(
        path,
        `<!doctype html><html lang="zh"><head><title>${title}</title><meta name="ArticleTitle" content="${title}"></head><body><div class="TRS_Editor">${body}</div></body></html>`
      )
    },
    remove: (path) => void pages.delete(path),
    list: (path, listed) => void pages.set(path, listed.map((page) => `<a href="${page}">通报</a>`).join('')),
    close: () => new Promise((resolve) => server.close(() => resolve()))
  }
}
