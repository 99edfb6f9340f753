import robotsParser from 'robots-parser'
import type { Clock } from '../../core/clock.ts'
import { RetryableError, WanglouError } from '../../core/errors.ts'
import type { AllowPrivate } from '../../core/ports.ts'
import { RobotsDisallowedError, RobotsUnreachableError } from './errors.ts'
import type { HopOptions, Requester } from './request.ts'

export interface Robots {
  /** @throws RobotsDisallowedError, RobotsUnreachableError */
  check(url: URL, allowPrivate: AllowPrivate): Promise<void>
  /** What the last read robots.txt of the origin asks between two requests; 0 when it says nothing. */
  delayMs(origin: string): number
}

type Robot = ReturnType<typeof robotsParser.default>
/** The package is CommonJS whose types describe an ES default export. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default

const keptMs = 24 * 3_600_000
/** RFC 9309 2.5: a parsing limit of at least 500 kB. */
const maxBytes = 512_000
const maxDelayMs = 60_000
const maxOrigins = 5_000

/**
 * robots.txt per origin, kept 24 h, read through the same guard as everything else. RFC 9309: 4xx means that nothing is
 * forbidden; 5xx or no answer means that everything is, for now.
 */
export function createRobots(requester: Requester, options: { userAgent: string; clock: Clock; timeoutMs: number }): Robots {
  const delays = new Map<string, number>()
  const kept = new Map<string, { readonly readAt: number; readonly robot: Promise<Robot> }>()

  async function read(origin: string, allowPrivate: AllowPrivate): Promise<Robot> {
    const url = `${origin}/robots.txt`
    const hop: HopOptions = {
      allowPrivate,
      headers: {},
      limits: { rawBytes: maxBytes, inflatedBytes: maxBytes, ratio: 100 },
      timeoutMs: options.timeoutMs,
      signal: null,
      beforeHop: async () => undefined
    }
    const answer = await requester.get(url, hop).catch((error: unknown) => {
      if (error instanceof RetryableError) throw new RobotsUnreachableError(origin, error.message)
      // Too large or refused: what cannot be read forbids nothing, but a refused address must stay refused.
      if (error instanceof WanglouError && error.code === 'too-large') return null
      throw error
    })
    if (answer !== null && (answer.status >= 500 || answer.status === 429)) throw new RobotsUnreachableError(origin, `answered ${answer.status}`)
    const text = answer !== null && answer.status === 200 ? new TextDecoder().decode(answer.bytes) : ''
    return parseRobots(url, text)
  }

  function robotOf(origin: string, allowPrivate: AllowPrivate): Promise<Robot> {
    const found = kept.get(origin)
    if (found !== undefined && options.clock.elapsedMs() - found.readAt < keptMs) return found.robot
    const robot = read(origin, allowPrivate)
    if (kept.size >= maxOrigins) {
      const oldest = kept.keys().next().value ?? ''
      kept.delete(oldest)
      delays.delete(oldest)
    }
    kept.set(origin, { readAt: options.clock.elapsedMs(), robot })
    robot.then(
      (known) => delays.set(origin, Math.min(maxDelayMs, 1000 * (known.getCrawlDelay(options.userAgent) ?? 0))),
      () => kept.delete(origin)
    )
    return robot
  }

  return {
    async check(url, allowPrivate) {
      const robot = await robotOf(url.origin, allowPrivate)
      if (robot.isAllowed(url.href, options.userAgent) === false) throw new RobotsDisallowedError(url.href)
    },
    delayMs: (origin) => delays.get(origin) ?? 0
  }
}
