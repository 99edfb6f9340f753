import { readFile } from 'node:fs/promises'
import { hourMs, instantFromMs, msOf } from '../../core/instant.ts'
import type { Article } from '../../core/ports.ts'
import { readArticle } from './article.ts'
import { decodeText } from './charset.ts'

export interface ExtractedArticle {
  readonly file: string
  readonly title: string | null
  readonly text: string | null
  readonly publishedAt: string | null
  readonly author: string | null
  readonly source: string | null
}

/** Reads one HTML file for the command line. A file that is no text gives nulls. @throws UnknownCharsetError and file system errors. */
export async function extractArticleFile(path: string): Promise<ExtractedArticle> {
  const decoded = decodeText(await readFile(path), null)
  if (decoded === null) return { file: path, title: null, text: null, publishedAt: null, author: null, source: null }
  const article = readArticle(decoded.text, { url: null })
  return { file: path, title: article.title, text: article.text, publishedAt: shown(article), author: article.author, source: article.source }
}

/** A bare date where the page shows no time, else the wall time in China with its zone. */
function shown(article: Article): string | null {
  if (article.publishedAt === null) return null
  const wall = instantFromMs(msOf(article.publishedAt) + 8 * hourMs)
  return article.publishedPrecision === 'day' ? wall.slice(0, 10) : `${wall.slice(0, 19)}+08:00`
}
