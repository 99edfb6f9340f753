import type { DutyBook, DutyRoster } from '../core/duty-roster.ts'
import { readRosters } from '../core/organisation/roster-changes.ts'
import type { Ground } from './ground.ts'

const readEveryMs = 10_000

/** The rosters as people change them on the screen, at most some seconds behind in every process. What cannot be read stays as it was. */
export function liveDuty({ config, stores, logger }: Pick<Ground, 'config' | 'stores' | 'logger'>): {
  readonly duty: DutyBook
  close(): Promise<void>
} {
  let rosters: readonly DutyRoster[] = config.rosters
  let reading: Promise<void> = Promise.resolve()

  async function read(): Promise<void> {
    try {
      rosters = (await readRosters(stores.crawl, config.rosters)).map(({ roster }) => roster)
    } catch (error) {
      logger.warn({ error: String(error) }, 'the rosters could not be read anew')
    }
  }

  if (config.rosters.length > 0) reading = read()
  const timer = setInterval(() => {
    if (config.rosters.length > 0) reading = reading.then(read)
  }, readEveryMs)
  timer.unref()
  return {
    duty: {
      get rosters() {
        return rosters
      },
      calendar: config.calendar
    },
    async close() {
      clearInterval(timer)
      await reading
    }
  }
}
