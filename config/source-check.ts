import { addMs, minuteMs, parseInstant } from '../core/instant.ts'
import { quietUntil } from '../core/quiet-hours.ts'
import type { Source } from '../core/source.ts'
import type { Part } from './load.ts'

/** So seldom at the least: what asks more often is a slip of the pen, and rude to its host. */
const shortestMinutes = 0.01

/** What the fields of a source mean together, and what its own schema does not forbid. */
export function checkSource({ file, at }: Pick<Part<unknown>, 'file' | 'at'>, index: number, source: Source): void {
  const problem = (field: string, words: string): void => file.problem([...at, index, field], words)
  const url = new URL(source.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') problem('url', `${source.url} 应为 http 或 https 网址`)
  else if (url.username !== '' || url.password !== '') problem('url', '网址里不能写用户名和密码')
  if (source.intervalMinutes < shortestMinutes) problem('intervalMinutes', `间隔 ${source.intervalMinutes} 分钟太短，至少 ${shortestMinutes} 分钟`)
  const { fastestMinutes: fastest, slowestMinutes: slowest } = source
  if (fastest !== undefined && slowest !== undefined && fastest > slowest)
    problem('fastestMinutes', `最快间隔 ${fastest} 分钟比最慢间隔 ${slowest} 分钟还长`)
  if (isAlwaysQuiet(source)) problem('quietHours', '这些时段合起来是全天，这个源永远不会被采集；要停用请写 enabled: false')
  if (source.privateHosts !== undefined && !source.allowPrivate) problem('privateHosts', '只在 allowPrivate: true 时有用')
}

const midnight = parseInstant('2026-11-29T00:00:00+08:00')

function isAlwaysQuiet({ quietHours }: Pick<Source, 'quietHours'>): boolean {
  if (quietHours.length === 0 || midnight === null) return false
  for (let minute = 0; minute < 24 * 60; minute++) if (quietUntil(quietHours, addMs(midnight, minute * minuteMs)) === null) return false
  return true
}
