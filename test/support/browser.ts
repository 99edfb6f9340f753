import { chromium, type Browser } from 'playwright-core'
import { findChromium } from '../../adapters/web/chromium.ts'
import { chromiumSwitches } from '../../tools/chromium.ts'

/** The machine's own Chromium. `npm test` has made sure that there is one, or skipped the browser tests and said so. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('no Chromium on this machine: run the browser tests by `npm test browser`')
  return chromium.launch({ executablePath, args: chromiumSwitches })
}
