import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import type { Config } from '../config/schema.ts'
import { effectiveSettings, withoutSecrets, type SettingsPart } from '../core/effective-setting.ts'

/** What is shown of the configuration; departments, contacts, sources and rules have screens of their own. */
const parts = [
  ['unit', '单位'],
  ['jurisdiction', '管辖'],
  ['signIn', '登录与口令'],
  ['channels', '通知渠道'],
  ['reports', '报告'],
  ['heartbeat', '对外心跳'],
  ['signLinks', '一键签收链接'],
  ['webhooks', '事件推送'],
  ['assistant', '起草助手'],
  ['revisit', '复访'],
  ['archive', '归档与保存期限'],
  ['cluster', '集群'],
  ['assessThreads', '研判线程']
] as const satisfies readonly (readonly [keyof Config, string])[]

/** Variables of the environment that the program reads, where they are set. */
const environmentName = /^WANGLOU_/

/** The configuration that this process runs by, read-only: what each value is and which file says so. */
export async function settingsView(config: Config, environment: Readonly<Record<string, string | undefined>>): Promise<readonly SettingsPart[]> {
  const main = await yamlOf(path.join(config.directory, 'wanglou.yaml'))
  const shown = await Promise.all(
    parts.map(async ([id, words]): Promise<SettingsPart> => {
      const { says, file } = await saidOf(config.directory, main, id)
      const value = id === 'reports' ? config.reports.settings : config[id]
      return { id, words, settings: effectiveSettings(value, says, file, [id]) }
    })
  )
  return [...shown, { id: 'environment', words: '环境变量', settings: environmentOf(environment) }]
}

async function saidOf(directory: string, main: unknown, id: string): Promise<{ says: unknown; file: string }> {
  const own = typeof main === 'object' && main !== null ? (main as Record<string, unknown>)[id] : undefined
  // A part that stands in a file of its own.
  if (typeof own === 'string' && own.endsWith('.yaml')) return { says: await yamlOf(path.resolve(directory, own)), file: own }
  return { says: own, file: 'wanglou.yaml' }
}

async function yamlOf(file: string): Promise<unknown> {
  return parse(await readFile(file, 'utf8'), { maxAliasCount: 100 })
}

function environmentOf(environment: Readonly<Record<string, string | undefined>>): SettingsPart['settings'] {
  return Object.entries(environment)
    .filter(([name, value]) => environmentName.test(name) && value !== undefined && value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value = '']) => ({
      field,
      value: /SECRET|PASSWORD|TOKEN|KEY/i.test(field) ? '已设置（不显示）' : withoutSecrets(value),
      origin: '环境变量'
    }))
}
