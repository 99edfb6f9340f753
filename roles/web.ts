import { findChromium } from '../adapters/web/chromium.ts'
import type { ArticleThread } from '../adapters/web/article-thread.ts'
import type { FetchSetup } from '../adapters/web/fetch.ts'
import type { Fetch, Render, Running } from '../core/ports.ts'

/** Pages of the web: how they are fetched and read. */
export interface Web {
  readonly fetch: Fetch
  readonly readArticle: ArticleThread['readArticle']
  /** Absent where this machine has no browser. */
  readonly render?: Render
}

export interface LateWeb extends Running {
  /** Loaded at the first call: a role that reads no page does without its parsers, some 60 MB. */
  use(): Promise<Web>
}

export function lateWeb(setup: FetchSetup): LateWeb {
  let opened: Promise<Web & Running> | null = null
  const open = async (): Promise<Web & Running> => {
    const [{ createFetch }, { startArticleThread }] = await Promise.all([
      import('../adapters/web/fetch.ts'),
      import('../adapters/web/article-thread.ts')
    ])
    const web = createFetch(setup)
    const browser = await openBrowser(setup, web.fetch)
    const thread = startArticleThread()
    return {
      fetch: web.fetch,
      readArticle: thread.readArticle,
      ...(browser === null ? {} : { render: browser.render }),
      async close() {
        await browser?.close()
        await web.close()
        await thread.close()
      }
    }
  }
  return {
    use: () => (opened ??= open()),
    async close() {
      await (await opened)?.close()
    }
  }
}

/** Not started before a page asks for it; null where the machine has none. */
async function openBrowser(setup: FetchSetup, fetch: Fetch): Promise<({ readonly render: Render } & Running) | null> {
  const executablePath = findChromium()
  if (executablePath === null) return null
  const { createRender } = await import('../adapters/web/render.ts')
  return createRender({ ...setup, fetch, executablePath })
}
