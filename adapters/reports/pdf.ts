import type { Browser } from 'playwright-core'
import type { Running } from '../../core/ports.ts'
import type { Paper } from '../../core/reports/paper.ts'
import { quietSwitches } from '../web/chromium.ts'
import { paperHtml } from './html.ts'

export interface PdfPrinter extends Running {
  print(paper: Paper): Promise<Uint8Array>
}

/** A browser that has printed nothing for so long is closed: it holds some 150 MB. */
const idleMs = 60_000

/** Prints papers by a browser without network or scripts; started for the first paper, kept for the next. */
export function createPdfPrinter(executablePath: string): PdfPrinter {
  let opened: Promise<Browser> | null = null
  let idle: NodeJS.Timeout | undefined
  let printing = 0

  async function open(): Promise<Browser> {
    const { chromium } = await import('playwright-core')
    return await chromium.launch({ executablePath, args: [...quietSwitches, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] })
  }

  async function close(): Promise<void> {
    clearTimeout(idle)
    const closing = opened
    opened = null
    await closing?.then((browser) => browser.close()).catch(() => undefined)
  }

  return {
    async print(paper) {
      clearTimeout(idle)
      printing += 1
      try {
        const browser = await (opened ??= open())
        const context = await browser.newContext({ javaScriptEnabled: false, offline: true })
        try {
          const page = await context.newPage()
          await page.route('**/*', (route) => route.abort())
          await page.setContent(paperHtml(paper))
          return new Uint8Array(await page.pdf({ preferCSSPageSize: true, printBackground: true }))
        } finally {
          await context.close()
        }
      } catch (error) {
        if (printing === 1) await close()
        throw error
      } finally {
        printing -= 1
        if (printing === 0) idle = setTimeout(() => void close(), idleMs).unref()
      }
    },
    close
  }
}
