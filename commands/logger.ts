import { pino } from 'pino'
import type { Logger } from '../core/ports.ts'

/** JSON lines on stderr; stdout belongs to results. `WANGLOU_LOG` sets the level. Secrets never reach a log line. */
export function createLogger(): Logger {
  return pino(
    {
      level: process.env['WANGLOU_LOG'] ?? 'warn',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['*.password', '*.secret', '*.token', '*.cookie', 'password', 'secret', 'token', 'cookie'], censor: '***' }
    },
    pino.destination({ dest: 2, sync: true })
  )
}
