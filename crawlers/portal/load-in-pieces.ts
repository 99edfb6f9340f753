import { load, stringStream, type CheerioAPI } from 'cheerio'

const pieceCharacters = 16_384

/** As cheerio's load, with a breath between any two pieces of a long page. */
export async function loadInPieces(html: string, breathe: () => Promise<void>): Promise<CheerioAPI> {
  if (html.length <= pieceCharacters) return load(html)
  const parsed = Promise.withResolvers<CheerioAPI>()
  const parser = stringStream({}, (error, $) => (error === null || error === undefined ? parsed.resolve($) : parsed.reject(error)))
  for (let at = 0; at < html.length; at += pieceCharacters) {
    parser.write(html.slice(at, at + pieceCharacters))
    await breathe()
  }
  parser.end()
  return parsed.promise
}
