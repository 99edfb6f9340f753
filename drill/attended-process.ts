/** A drill that the desk started, as a process of its own: data, numbers and channels of its own. Ends with the desk's process. */
import { setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { createLogger } from '../commands/logger.ts'
import { DrillMode } from '../core/drill-run.ts'
import { AttendedDrill } from './attended.ts'
import { ToDrill, type FromDrill } from './attended-messages.ts'
import { scenarioNamed } from './scenarios/catalog.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    scenario: { type: 'string' },
    mode: { type: 'string' },
    speed: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' }
  }
})
const { data: directory = '', scenario = '', speed } = values
/* The desk comes first: what is in earnest must not wait for what is practised. */
const behindTheDesk = 10
setPriority(behindTheDesk)

const stopped = Promise.withResolvers<void>()
const tell = (message: FromDrill): void => {
  if (process.connected) process.send?.(message)
}
process.once('SIGTERM', () => stopped.resolve())
process.on('SIGINT', () => {})
/* The desk is gone: nobody would see how it ends. */
process.once('disconnect', () => stopped.resolve())

try {
  const drill = new AttendedDrill(
    {
      scenario: scenarioNamed(scenario),
      mode: DrillMode.parse(values.mode),
      directory,
      speed: speed === undefined ? null : Number(speed),
      host: values.host,
      port: Number(values.port),
      logger: createLogger()
    },
    { stopped: stopped.promise, tell }
  )
  process.on('message', (raw) => {
    const message = ToDrill.parse(raw)
    if (message.type === 'stop') return stopped.resolve()
    void drill.enter(message.seat, message.person).then(
      (path) => tell({ type: 'entry', ask: message.ask, path }),
      () => tell({ type: 'entry', ask: message.ask, path: null })
    )
  })
  tell({ type: 'ended', result: await drill.play() })
} catch (error) {
  tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
} finally {
  if (process.connected) process.disconnect()
}
