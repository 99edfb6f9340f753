import { readArticle } from './article.ts'
import type { PageRead, PageToRead } from './article-thread.ts'

/** Asked on a thread of its own. @see article-thread.ts */
export function answer({ page, options }: PageToRead): PageRead {
  try {
    return { article: readArticle(page, options) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}
