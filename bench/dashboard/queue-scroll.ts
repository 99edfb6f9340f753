import type { Browser } from 'playwright-core'
import { openBrowserPage } from './browser-page.ts'
import type { BenchDesk } from './desk.ts'

const pixelsPerSecond = 3000
const seconds = 10

/** In the page: the moments of its frames until it is asked for them. */
const countFrames = `
  window.frames_ = []
  const frame = (at) => { window.frames_.push(at); window.counting = requestAnimationFrame(frame) }
  window.counting = requestAnimationFrame(frame)`

/** The desk's queue with all of its rows, scrolled as by a finger: frames a second, and how long the slow ones took. */
export async function measureScroll(browser: Browser, desk: BenchDesk): Promise<Readonly<Record<string, unknown>>> {
  const { page, devtools, close } = await openBrowserPage(browser, desk, desk.cookie, { width: 1440, height: 900 })
  try {
    await page.goto(desk.url)
    const rows = desk.incidentIds.length
    await page.locator(`.queue [aria-setsize="${rows}"]`).first().waitFor()
    await page.waitForTimeout(2000)
    await page.evaluate(countFrames)
    const from = Number(await page.evaluate('scrollY'))
    await devtools.send('Input.synthesizeScrollGesture', {
      x: 500,
      y: 500,
      yDistance: -pixelsPerSecond * seconds,
      speed: pixelsPerSecond,
      preventFling: true,
      gestureSourceType: 'mouse'
    })
    const moments = await page.evaluate<number[]>('cancelAnimationFrame(window.counting), window.frames_')
    const scrolled = Number(await page.evaluate('scrollY')) - from
    const lasted = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0))
    const slowest = lasted.toSorted((a, b) => a - b)
    const whole = (moments.at(-1) ?? 0) - (moments[0] ?? 0)
    const at = (share: number): number => Math.round((slowest[Math.ceil(share * slowest.length) - 1] ?? Number.NaN) * 10) / 10
    return {
      rows,
      scrolledPx: scrolled,
      fps: Math.round((lasted.length * 10_000) / whole) / 10,
      frameMs: { p50: at(0.5), p95: at(0.95), max: at(1) }
    }
  } finally {
    await close()
  }
}
