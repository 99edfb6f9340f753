import type { readArticle } from '../adapters/web/article.ts'
import type { FetchSetup } from '../adapters/web/fetch.ts'
import type { Fetch, Running } from '../core/ports.ts'

/** Pages of the web: how they are fetched and read. */
export interface Web {
  readonly fetch: Fetch
  readonly readArticle: typeof readArticle
}

export interface LateWeb extends Running {
  /** Loaded at the first call: a role that reads no page does without its parsers, some 60 MB. */
  use(): Promise<Web>
}

export function lateWeb(setup: FetchSetup): LateWeb {
  let opened: Promise<Web & Running> | null = null
  const open = async (): Promise<Web & Running> => {
    const [{ createFetch }, { readArticle }] = await Promise.all([import('../adapters/web/fetch.ts'), import('../adapters/web/article.ts')])
    return { ...createFetch(setup), readArticle }
  }
  return {
    use: () => (opened ??= open()),
    async close() {
      await (await opened)?.close()
    }
  }
}
