import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { systemClock } from '../../adapters/clock.ts'
import { sha256 } from '../../adapters/hash.ts'
import type { Clock } from '../../core/clock.ts'
import type { Logger, Stores } from '../../core/ports.ts'
import { readLine } from '../../crawlers/import/import.ts'
import { loadProductConfig, startSystem, type System, type SystemRole } from '../../system.ts'

const project = fileURLToPath(new URL('../../config', import.meta.url))

export const silent: Logger = { info: () => {}, warn: () => {}, error: () => {} }

export interface Desk {
  readonly system: System
  readonly directory: string
  /** Puts one item into the log, as a crawler would. */
  publish(line: Record<string, unknown>): Promise<void>
  close(): Promise<void>
}

/** The real program on the real engine in a folder of its own: a desk for a fictional city whose one outlet is given. */
export async function openDesk(options: {
  outlet: string
  roles: readonly SystemRole[]
  clock?: Clock
  /** Keys of `wanglou.yaml` that this desk has otherwise. */
  config?: Readonly<Record<string, unknown>>
}): Promise<Desk> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-desk-'))
  await writeFile(path.join(directory, 'wanglou.yaml'), stringify({ ...deskConfig(directory, options.outlet), ...options.config }))
  const clock = options.clock ?? systemClock
  const system = await startSystem({
    config: await loadProductConfig(directory),
    engine: 'embedded',
    directory,
    waiting: () => {},
    clock,
    drill: false,
    roles: options.roles,
    host: '127.0.0.1',
    port: 0,
    logger: silent
  })
  return {
    system,
    directory,
    publish: (line) => publishTo(system.stores, line, clock),
    async close() {
      await system.close()
      await rm(directory, { recursive: true })
    }
  }
}

/** Puts one item into a log, as a crawler would. */
export async function publishTo(stores: Pick<Stores, 'log'>, line: Record<string, unknown>, clock: Clock): Promise<void> {
  const mention = readLine(JSON.stringify(line), 'test.jsonl', 'mention', 'test.jsonl:1', { clock, sha256, drill: false })
  await stores.log.append('mentions', [{ key: mention.id, value: JSON.stringify(mention) }])
}

/** What `wanglou.yaml` of that desk says, for a folder of its own. */
export function deskConfig(directory: string, outlet: string): Record<string, unknown> {
  const from = (name: string): string => path.relative(directory, path.join(project, name))
  return {
    unit: { name: '测试局', contact: '测试' },
    jurisdiction: { id: 'test', name: '全国', codes: [], words: [], everySubject: true },
    packs: ['emergencies', 'city-management'].map((name) => from(`packs/${name}.yaml`)),
    grading: from('grading.yaml'),
    policy: from('policy.yaml'),
    gazetteer: from('gazetteer'),
    lexicon: from('lexicon'),
    departments: [
      { id: 'publicity', name: '宣传处', coordinator: true },
      { id: 'emergency', name: '应急局', duties: ['爆炸', '火灾'], subjects: ['突发事件'] }
    ],
    contacts: [{ id: 'desk', name: '值班席', role: 'duty-officer' }],
    channels: { mail: smtpOff, hook: webhookOff },
    sources: [],
    outlets: [{ name: '测试局网站', urlPrefix: outlet, allowPrivate: true }]
  }
}

const smtpOff = { type: 'smtp', enabled: false, host: 'mail.example.invalid', from: 'desk@example.invalid' }
const webhookOff = { type: 'webhook', enabled: false, url: 'https://hook.example.invalid/', secretEnv: 'NONE' }
