/** The replica city as a process of its own: it outlives a killed main process, and ends when nobody asks for ten minutes. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { addressesFile } from './city/addresses.ts'
import { openCity } from './city/city.ts'
import { readScale, writeWhole } from './scale-file.ts'
import { scenarioNamed } from './scenarios/catalog.ts'

const idleMs = 10 * 60_000
const lookMs = 2_000

const [directory = '', scenarioName = '', secret = '', token = ''] = process.argv.slice(2)
const scale = readScale(directory)
if (scale === null) throw new TypeError(`usage: city-process DIRECTORY SCENARIO SECRET TOKEN, with a scale.json in ${directory}`)

let lastAskedMs = Date.now()
let stop = (): void => {}
const city = await openCity({
  scenario: scenarioNamed(scenarioName),
  scale,
  directory,
  secret,
  token,
  onRequest: () => {
    lastAskedMs = Date.now()
  },
  onStop: () => stop()
})
const watch = setInterval(() => {
  if (Date.now() - lastAskedMs > idleMs || !existsSync(directory)) stop()
}, lookMs)
stop = () => {
  clearInterval(watch)
  void city.close()
}
process.once('SIGTERM', () => stop())
/* A terminal's Ctrl-C goes to the whole group; the main process stops the city in its own order. */
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})

writeWhole(path.join(directory, addressesFile), JSON.stringify(city.addresses))
console.log(JSON.stringify(city.addresses))
