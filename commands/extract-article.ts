import { extractArticleFile } from '../adapters/web/extract-article.ts'
import { result, say } from './exit.ts'

/** `extract-article FILE…`: one line a file; a file that cannot be read is said on stderr and ends the command with 1. */
export async function extractArticles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      await result(await extractArticleFile(file))
    } catch (error) {
      say(`${file}:${(error as Error).message}`)
      process.exitCode = 1
    }
  }
}
