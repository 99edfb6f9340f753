import type { Browser } from 'playwright-core'
import { quietSwitches } from './chromium.ts'

export interface SharedBrowser {
  /** Runs `use` with the browser, started if it is not there; at most `mostPages` at a time, the others wait. */
  with<Value>(use: (browser: Browser) => Promise<Value>): Promise<Value>
  /** Ends the browser and whatever it shows: nothing else stops a page whose script never lets go. The next use starts another. */
  end(): Promise<void>
  close(): Promise<void>
}

/** Nothing listens there: what the routes of a page do not answer reaches nobody. */
const nowhere = ['--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>', '--force-webrtc-ip-handling-policy=disable_non_proxied_udp']
const mostPages = 2

/** One browser for all pages: it takes a second to start and 200 MB to hold, so it stays while pages come and ends once none came for `idleMs`. */
export function createSharedBrowser(setup: { readonly executablePath: string; readonly idleMs: number }): SharedBrowser {
  let running: Promise<Browser> | null = null
  let idle: NodeJS.Timeout | undefined
  let pages = 0
  const waiting: (() => void)[] = []

  /** A place is handed on to who waits longest, so that nobody overtakes. */
  async function takePlace(): Promise<void> {
    if (pages < mostPages) pages += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }

  function givePlace(): void {
    const next = waiting.shift()
    if (next === undefined) pages -= 1
    else next()
  }

  function open(): Promise<Browser> {
    if (running !== null) return running
    const started = launch(setup.executablePath)
    const forget = (): void => {
      if (running === started) running = null
    }
    started.then((browser) => browser.once('disconnected', forget), forget)
    running = started
    return started
  }

  async function end(): Promise<void> {
    const ended = running
    running = null
    const browser = await ended?.catch(() => null)
    await browser?.close()
  }

  return {
    async with(use) {
      await takePlace()
      clearTimeout(idle)
      try {
        return await use(await open())
      } finally {
        givePlace()
        if (pages === 0) idle = setTimeout(() => void end(), setup.idleMs).unref()
      }
    },
    end,
    async close() {
      clearTimeout(idle)
      await end()
    }
  }
}

async function launch(executablePath: string): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args: [...quietSwitches, ...nowhere, ...asRoot] })
}
