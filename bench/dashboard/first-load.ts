import type { Browser } from 'playwright-core'
import { openBrowserPage, type Window } from './browser-page.ts'
import type { BenchDesk } from './desk.ts'

const slowdown = 4
const rounds = 5
const desktop: Window = { width: 1440, height: 900 }
const kiosk: Window = { width: 1920, height: 1080 }
const telephone: Window = { width: 360, height: 740 }

/** In the page: when its first row stands there, was drawn, and took the key that goes to it. */
export const whenUsable = `
  const answered = () => {
    if (document.activeElement?.closest('.queue') == null) return requestAnimationFrame(answered)
    window.usableMs = performance.now()
  }
  const look = () => {
    if (document.querySelector('.queue [data-incident]') === null) return requestAnimationFrame(look)
    requestAnimationFrame(() => setTimeout(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
      answered()
    }))
  }
  requestAnimationFrame(look)`

/** Not asked as a function, which the page's content security policy does not let be made. */
export const usable = `new Promise((resolve) => {
  const wait = () => (window.usableMs === undefined ? requestAnimationFrame(wait) : resolve(window.usableMs))
  wait()
})`

interface Weight {
  /** The page's own files as they went over the wire, headers and all. */
  readonly filesKb: number
  readonly answersKb: number
}

/** What each page weighs at the first visit, and how long the desk takes on a processor that is four times slower. */
export async function measureFirstLoad(browser: Browser, desk: BenchDesk): Promise<Readonly<Record<string, unknown>>> {
  const leader = await desk.signIn(['leader'])
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await usableMs(browser, desk))
  const onDesk = await weigh(browser, desk, { path: '/', cookie: desk.cookie, viewport: desktop })
  const wall = await weigh(browser, desk, { path: '/wall', cookie: desk.cookie, viewport: kiosk })
  const phone = await weigh(browser, desk, { path: '/m', cookie: leader, viewport: telephone })
  times.sort((a, b) => a - b)
  return {
    deskGzKb: onDesk.filesKb,
    wallGzKb: wall.filesKb,
    phoneGzKb: phone.filesKb,
    answersKb: { desk: onDesk.answersKb, wall: wall.answersKb, phone: phone.answersKb },
    usableMs: { slowdown, median: times[Math.floor(rounds / 2)], worst: times.at(-1) }
  }
}

async function usableMs(browser: Browser, desk: BenchDesk): Promise<number> {
  const { page, devtools, close } = await openBrowserPage(browser, desk, desk.cookie, desktop)
  try {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    await page.addInitScript(whenUsable)
    await page.goto(desk.url)
    return Math.round(Number(await page.evaluate(usable)))
  } finally {
    await close()
  }
}

async function weigh(browser: Browser, desk: BenchDesk, asked: { path: string; cookie: string; viewport: Window }): Promise<Weight> {
  const { page, devtools, close } = await openBrowserPage(browser, desk, asked.cookie, asked.viewport)
  try {
    const urls = new Map<string, string>()
    const bytes = { files: 0, answers: 0 }
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => void urls.set(requestId, request.url))
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const isAnswer = new URL(urls.get(requestId) ?? desk.url).pathname.startsWith('/api/')
      bytes[isAnswer ? 'answers' : 'files'] += encodedDataLength
    })
    await devtools.send('Network.enable')
    await page.goto(`${desk.url}${asked.path}`)
    await page.getByRole('heading').first().waitFor()
    await page.waitForTimeout(3000)
    const inKb = (sum: number): number => Math.round(sum / 100) / 10
    return { filesKb: inKb(bytes.files), answersKb: inKb(bytes.answers) }
  } finally {
    await close()
  }
}
