import { schedule, type TaskOptions } from 'node-cron'
import type { Logger, Running } from '../core/ports.ts'

const everyMs = 1000
/** 交接班 and most times that people name fall on full hours: on the dot, by the civil clock. */
const onTheHour = '0 * * * *'

/**
 * Calls `work` now, each second, and on the full hour, never twice at once. The seconds are measured by the machine's running time:
 * one whose clock is set back by two hours must not wait two hours for the next sweep, as a schedule by the clock alone would, and one
 * that is set forward by years must not count each second between. `work` answers for its own failures.
 */
export function startWakeUps(work: () => Promise<void>, logger: Logger): Running {
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let working: Promise<void> | null = null

  function wake(): void {
    clearTimeout(timer)
    const begunMs = performance.now()
    working ??= work().finally(() => {
      working = null
      if (!isClosed) timer = setTimeout(wake, Math.max(0, everyMs - (performance.now() - begunMs)))
    })
  }

  const cron = schedule(onTheHour, () => wake(), {
    timezone: 'Asia/Shanghai',
    noOverlap: true,
    suppressMissedWarning: true,
    logger: quietCron(logger),
    name: 'wanglou alerting'
  })
  wake()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await cron.destroy()
      await working
    }
  }
}

/** It must not write to stdout, where results go; an hour that was missed is no news, since each second wakes too. */
function quietCron(logger: Logger): NonNullable<TaskOptions['logger']> {
  return {
    info: () => {},
    debug: () => {},
    warn: () => {},
    error: (message) => logger.error({ error: String(message) }, 'the scheduler of the sweep reports trouble')
  }
}
