import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readArticle } from '../adapters/web/article.ts'
import { decodeText } from '../adapters/web/charset.ts'
import { labelledData } from './judge/labelled-data.ts'
import { CannotScoreError, fallen, score, type Measured } from './judge/scorer.ts'
import { madePage } from './made-page.ts'

const pageBytes = 100_000
const madePages = 200
const rounds = 3

/**
 * Reading of pages: body, title, day and minute on the labelled pages beside the peers (m1, m2), then pages of 100 kB a second on one thread,
 * made ones and, where they are on this machine, the labelled ones counted by their bytes.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const judged = await judge(say)
  const made = Array.from({ length: madePages }, (_, index) => Buffer.from(madePage(index, pageBytes)))
  return { ...judged, pagesPerSecond: fastest(made, 'by count'), labelledPagesPerSecond: fastest(labelledPages(), 'by bytes') }
}

async function judge(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const taken: Measured[] = []
  try {
    await score(
      (measured) => {
        process.stdout.write(`${JSON.stringify(measured)}\n`)
        taken.push(measured)
      },
      ['m1', 'm2']
    )
  } catch (error) {
    if (!(error instanceof CannotScoreError)) throw error
    say(`跳过标注页面：${error.message}`)
    return { skipped: error.message }
  }
  const figures = Object.assign({}, ...taken.map((measured) => measured.figures)) as Readonly<Record<string, number | null>>
  return { ...figures, beats: taken.every(({ beats }) => beats === true), fell: taken.flatMap((measured) => fallen(measured)) }
}

/** Pages of 100 kB a second, decoding included, in the best of some rounds; null where there is no page. */
function fastest(pages: readonly Uint8Array[], how: 'by count' | 'by bytes'): number | null {
  if (pages.length === 0) return null
  const amount = how === 'by count' ? pages.length : pages.reduce((sum, { length }) => sum + length, 0) / pageBytes
  const seconds = Array.from({ length: rounds }, () => {
    const startedMs = performance.now()
    for (const page of pages) readArticle(decodeText(page, 'text/html')?.text ?? '', { url: null })
    return (performance.now() - startedMs) / 1000
  })
  return Math.round(amount / Math.min(...seconds))
}

function labelledPages(): readonly Uint8Array[] {
  const folder = path.join(labelledData, 'pages', 'html')
  try {
    return readdirSync(folder).map((name) => readFileSync(path.join(folder, name)))
  } catch {
    return []
  }
}
