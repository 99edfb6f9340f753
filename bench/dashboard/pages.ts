import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { findChromium } from '../../adapters/web/chromium.ts'
import { chromiumSwitches } from '../../tools/chromium.ts'
import { builtPage, openFreshDesk } from './desk.ts'
import { measureFirstLoad } from './first-load.ts'
import { measureHeap } from './heap-growth.ts'
import { measureScroll } from './queue-scroll.ts'

const queue = 2000

type Figures = Readonly<Record<string, unknown>>

/** The built pages in this machine's Chromium, before a desk with a long queue. */
export async function measurePages(say: (words: string) => void): Promise<Figures> {
  const executablePath = findChromium()
  if (executablePath === null) return { pages: { skipped: '没有找到 Chromium' } }
  if (!existsSync(builtPage)) return { pages: { skipped: '页面尚未构建：npm run build' } }
  await using opened = new AsyncDisposableStack()
  const browser = await chromium.launch({ executablePath, args: chromiumSwitches })
  opened.defer(() => browser.close())
  const desk = await openFreshDesk(queue)
  opened.defer(() => desk.close())
  const load = await measureFirstLoad(browser, desk)
  say(`首次打开：${JSON.stringify(load)}`)
  const scroll = await measureScroll(browser, desk)
  say(`滚动：${JSON.stringify(scroll)}`)
  const heap = await measureHeap(browser, say)
  return { ...load, scroll, heap }
}
