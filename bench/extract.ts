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
  const [onMade, onLabelled] = [fastest(made, made.length), fastest(labelledPages(), null)]
  return {
    ...judged,
    pagesPerSecond: onMade?.perSecond ?? null,
    pagesPerCpuSecond: onMade?.perCpuSecond ?? null,
    labelledPagesPerSecond: onLabelled?.perSecond ?? null,
    labelledPagesPerCpuSecond: onLabelled?.perCpuSecond ?? null
  }
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

interface Speed {
  readonly perSecond: number
  /** By the processor's time: what a busy machine takes for others does not count. Collecting garbage, on its own threads, does. */
  readonly perCpuSecond: number
}

/** Pages of 100 kB a second, decoding included, in the best of some rounds; by their bytes where no number is given. Null where there is no page. */
function fastest(pages: readonly Uint8Array[], count: number | null): Speed | null {
  if (pages.length === 0) return null
  const amount = count ?? pages.reduce((sum, { length }) => sum + length, 0) / pageBytes
  const taken = Array.from({ length: rounds }, () => {
    const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()]
    for (const page of pages) readArticle(decodeText(page, 'text/html')?.text ?? '', { url: null })
    const { user, system } = process.cpuUsage(startedCpu)
    return { seconds: (performance.now() - startedMs) / 1000, cpuSeconds: (user + system) / 1_000_000 }
  })
  const best = (of: (round: (typeof taken)[number]) => number): number => Math.round(amount / Math.min(...taken.map(of)))
  return { perSecond: best(({ seconds }) => seconds), perCpuSecond: best(({ cpuSeconds }) => cpuSeconds) }
}

function labelledPages(): readonly Uint8Array[] {
  const folder = path.join(labelledData, 'pages', 'html')
  try {
    return readdirSync(folder).map((name) => readFileSync(path.join(folder, name)))
  } catch {
    return []
  }
}
