import { setTimeout as wait } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { HandClock } from '../../test/support/api-app.ts'
import { loadVocabulary } from '../made-posts.ts'
import { assessedPost } from '../search/posts.ts'
import { heapBytes, openBrowserPage } from './browser-page.ts'
import { openFreshDesk } from './desk.ts'

const hours = 8
const stepMs = 5000
const stepsAnHour = 3_600_000 / stepMs
/** Lists fill up to what they hold at most before the watch begins. */
const settlingSteps = 240
const changedEverySteps = 12
const openedEverySteps = 120
const incidents = 200
/** What is on its way comes to the page before time goes on. */
const breathMs = 5

/**
 * A desk that stays open for a watch, with time led by hand on both sides in steps of five seconds: each brings a mention, each minute a
 * changed incident, each ten minutes a new one, and the page does all that it does by its timers. Its heap before and after.
 */
export async function measureHeap(browser: Browser, say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const clock = new HandClock()
  const desk = await openFreshDesk(incidents, clock)
  const opened = await openBrowserPage(browser, desk, desk.cookie, { width: 1440, height: 900 })
  try {
    const { page } = opened
    const vocabulary = loadVocabulary()
    let [answers, opens] = [0, 0]
    page.on('response', () => (answers += 1))
    page.on('websocket', () => (opens += 1))
    await page.clock.install({ time: new Date(clock.now()) })
    await page.goto(desk.url)
    await page.locator('.queue [data-incident]').first().waitFor()
    const step = async (index: number): Promise<void> => {
      clock.pass(stepMs)
      const { mention, assessment } = assessedPost(vocabulary, index * 5)
      const now = clock.now()
      await desk.stores.mentions.putMany([
        { mention: { ...mention, publishedAt: now, observedAt: now }, assessment: { ...assessment, relevant: true } }
      ])
      if (index % changedEverySteps === 0) await desk.change(desk.incidentIds[(index / changedEverySteps) % incidents] ?? '')
      if (index % openedEverySteps === 0) await desk.open(incidents + index / openedEverySteps)
      await page.clock.runFor(stepMs)
      await wait(breathMs)
    }
    for (let index = 0; index < settlingSteps; index++) await step(index)
    const before = await heapBytes(opened)
    const hourly: number[] = []
    for (let hour = 0; hour < hours; hour++) {
      for (let index = 0; index < stepsAnHour; index++) await step(settlingSteps + hour * stepsAnHour + index)
      hourly.push(mb((await heapBytes(opened)) - before))
      say(`第 ${hour + 1} 小时后，页面的堆增加 ${hourly.at(-1)} MB`)
    }
    return { hours, heapMb: mb(before), growthMb: hourly.at(-1), hourlyMb: hourly, answers, opens }
  } finally {
    await opened.close()
    await desk.close()
  }
}

function mb(bytes: number): number {
  return Math.round(bytes / 10_000) / 100
}
