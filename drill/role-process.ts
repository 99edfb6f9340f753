/** Some roles of a drill on the cluster engine, as a process of their own. Ends with its parent. */
import { parseArgs } from 'node:util'
import { scaledClock } from '../adapters/clock.ts'
import { createLogger } from '../commands/logger.ts'
import { loadProductConfig, startSystem, systemRoles, type SystemRole } from '../system.ts'
import { readScale } from './scale-file.ts'

const { values } = parseArgs({
  options: { data: { type: 'string' }, config: { type: 'string' }, roles: { type: 'string' }, port: { type: 'string', default: '0' } }
})
const { data = '', config = '', roles = '' } = values
const scale = readScale(data)
if (scale === null) throw new TypeError('usage: role-process --data DIRECTORY --config DIRECTORY --roles R,… with a scale.json in the data folder')

const system = await startSystem({
  config: await loadProductConfig(config),
  engine: 'cluster',
  directory: data,
  waiting: (words) => console.error(words),
  clock: scaledClock(scale),
  drill: true,
  roles: roles.split(',').filter((role): role is SystemRole => (systemRoles as readonly string[]).includes(role)),
  host: '127.0.0.1',
  port: Number(values.port),
  logger: createLogger()
})
let ending = false
const end = (code: number): void => {
  if (ending) return
  ending = true
  void system.close().finally(() => process.exit(code))
}
process.once('SIGTERM', () => end(0))
/* A terminal's Ctrl-C goes to the whole group; the main process ends its roles in its own order. */
process.on('SIGINT', () => {})
/* The parent is gone, also when it was killed: whoever goes on with the drill starts roles of its own. */
process.once('disconnect', () => end(0))
system.failed.catch((error: unknown) => {
  console.error(error)
  end(1)
})
process.send?.({ url: system.url })
