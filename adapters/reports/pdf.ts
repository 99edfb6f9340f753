import type { Browser, Page } from 'playwright-core'
import type { Running } from '../../core/ports.ts'
import type { Paper } from '../../core/reports/paper.ts'
import { quietSwitches } from '../web/chromium.ts'
import { paperHtml } from './html.ts'

export interface PdfPrinter extends Running {
  /** Starts the browser, so that it stands ready by the time that the paper is there. */
  prepare(): void
  readonly print: (paper: Paper) => Promise<Uint8Array>
}

/** A browser that has printed nothing for so long is closed: it holds some 150 MB. */
const idleMs = 60_000

/**
 * Prints papers by a browser without network or scripts; started for the first paper, kept for the next. All are printed on one page, one
 * after the other: a page of its own costs a process and reading the typefaces anew, more than half of the time of a short paper.
 */
export function createPdfPrinter(executablePath: string): PdfPrinter {
  let opened: Promise<Press> | null = null
  let idle: NodeJS.Timeout | undefined
  let before: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function press(): Promise<Press> {
    return (opened ??= openPress(executablePath))
  }

  function waitIdle(): void {
    clearTimeout(idle)
    if (waiting === 0) idle = setTimeout(() => void shut(), idleMs).unref()
  }

  async function shut(): Promise<void> {
    clearTimeout(idle)
    const closing = opened
    opened = null
    await closing?.then(({ browser }) => browser.close()).catch(() => undefined)
  }

  async function printNow(paper: Paper): Promise<Uint8Array> {
    try {
      const { page } = await press()
      await page.setContent(paperHtml(paper))
      const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      // Nothing of a paper stays where the next one is printed.
      await page.setContent('')
      return new Uint8Array(bytes)
    } catch (error) {
      await shut()
      throw error
    }
  }

  return {
    prepare() {
      void press().catch(() => undefined)
      waitIdle()
    },
    print(paper) {
      clearTimeout(idle)
      waiting += 1
      const printed = before.then(() => printNow(paper))
      before = printed
        .catch(() => undefined)
        .finally(() => {
          waiting -= 1
          waitIdle()
        })
      return printed
    },
    async close() {
      await before
      await shut()
    }
  }
}

interface Press {
  readonly browser: Browser
  readonly page: Page
}

async function openPress(executablePath: string): Promise<Press> {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath, args: [...quietSwitches, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] })
  try {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true })
    const page = await context.newPage()
    await page.route('**/*', (route) => route.abort())
    return { browser, page }
  } catch (error) {
    await browser.close()
    throw error
  }
}
