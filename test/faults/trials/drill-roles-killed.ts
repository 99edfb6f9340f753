import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { roleProcessesFile } from '../../../drill/role-processes.ts'
import { stopCity } from '../../../drill/start-city.ts'
import { DrillProcess, figuresOf, forgetDrill, runCommand, type DrillEnd, type DrillFigures } from '../../support/drill-process.ts'
import type { Trial, TrialContext, TrialEnd } from '../../support/fault-trial.ts'
import { doubled } from '../../support/fault-verdict.ts'

const scenario = 'yungang-morning'
const calmSpeed = 200
/* Slower, so that the deaths fit into the morning and nothing that people do comes too late for a deadline. */
const troubledSpeed = 120
/* Most of the play. After it nobody dies, since a pipeline that is killed is missed only after ten seconds, and the end waits for fifteen. */
const deathsForMs = 100_000

/** A drill with its five processes, crawlers among them, of which one after the other is killed: it ends as an undisturbed one does. */
export const drillRolesKilled: Trial = { name: 'drill-roles-killed', short: false, run }

async function run(context: TrialContext): Promise<TrialEnd> {
  const { engines, defer, say } = context
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  process.env['WANGLOU_KAFKA_BROKERS'] = kafka.brokers.join(',')
  process.env['WANGLOU_ELASTICSEARCH_NODES'] = elasticsearch.url
  const [calm, troubled] = [drillFolder(defer), drillFolder(defer)]
  const calmEnd = await new DrillProcess(calm, scenario, calmSpeed, 'cluster').end()
  say(`不受干扰的演练以 ${calmEnd.exitCode} 结束`)
  const { end, kills } = await playWithDeaths(troubled, context)
  say(`杀了 ${kills} 个进程的演练以 ${end.exitCode} 结束`)
  const audit = await runCommand('audit', 'verify', '--engine', 'cluster', '--config', path.join(troubled, 'config'))
  const figures = { calm: await figuresOf(calm, 'cluster'), troubled: await figuresOf(troubled, 'cluster') }
  const faults = [...unmet('不受干扰的演练', calmEnd), ...unmet('受干扰的演练', end), ...differences(figures.calm, figures.troubled)]
  if (audit.exitCode !== 0) faults.push(`audit verify：${audit.output.slice(-500)}`)
  if (kills < 10) faults.push(`只杀了 ${kills} 个进程`)
  return { ...counts(figures.calm, figures.troubled), resumeMs: null, resumes: [], longestPauseMs: null, witness: null, faults }
}

function drillFolder(defer: TrialContext['defer']): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'wanglou-fault-drill-'))
  defer(async () => {
    await forgetDrill(folder)
    await stopCity(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

/** One process of the drill after the other is killed until it ends; what it killed is started again by the drill. */
async function playWithDeaths(folder: string, { random }: TrialContext): Promise<{ end: DrillEnd; kills: number }> {
  const drill = new DrillProcess(folder, scenario, troubledSpeed, 'cluster')
  const ended = drill.end().then((end) => ({ end }))
  // Its people sign in first, and once.
  await drill.begun()
  const until = performance.now() + deathsForMs
  for (let kills = 0, order: string[] = []; ;) {
    const over = await Promise.race([ended, pause(3000 + random() * 5000, null)])
    if (over !== null) return { ...over, kills }
    if (performance.now() > until) return { ...(await ended), kills }
    const processes = processesOf(folder)
    if (order.length === 0) order = shuffled(Object.keys(processes), random)
    const pid = processes[order.pop() ?? '']
    if (pid !== undefined && kill(pid)) kills += 1
  }
}

/** {} while the drill starts. */
function processesOf(folder: string): Readonly<Record<string, number>> {
  try {
    return JSON.parse(readFileSync(path.join(folder, roleProcessesFile), 'utf8')) as Record<string, number>
  } catch {
    return {}
  }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

function shuffled(names: readonly string[], random: () => number): string[] {
  return names
    .map((name) => ({ name, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ name }) => name)
}

function unmet(which: string, { exitCode, stderr }: DrillEnd): string[] {
  return exitCode === 0 ? [] : [`${which}以 ${exitCode} 结束：${stderr.slice(-1500)}`]
}

function differences(calm: DrillFigures, troubled: DrillFigures): string[] {
  const [was, is] = [calm, troubled].map(({ incidents }) => incidents.map((incident) => JSON.stringify(incident)))
  const missing = (was ?? []).filter((one) => !(is ?? []).includes(one))
  const extra = (is ?? []).filter((one) => !(was ?? []).includes(one))
  return [
    ...(calm.incidents.length > 5 ? [] : [`不受干扰时只有 ${calm.incidents.length} 个事件`]),
    ...missing.map((one) => `受干扰时没有：${one}`),
    ...extra.map((one) => `受干扰时多出：${one}`),
    ...(troubled.untaken === 0 ? [] : [`${troubled.untaken} 个通知没有送达`]),
    ...doubled(named(troubled)).map((id) => `通知 ${id} 重复送达而没有标明`)
  ]
}

function named({ arrivals }: DrillFigures): { readonly noticeId: string; readonly possibleDuplicate: boolean }[] {
  return arrivals.flatMap(({ noticeId, possibleDuplicate }) => (noticeId === null ? [] : [{ noticeId, possibleDuplicate }]))
}

/** By the mentions that incidents hold, which are the same in every play. */
function counts(calm: DrillFigures, troubled: DrillFigures): Pick<TrialEnd, 'produced' | 'stored' | 'deadLettered' | 'duplicatesByEffect' | 'lost'> {
  const [wanted, held] = [calm, troubled].map(({ incidents }) => incidents.flatMap(({ members }) => members))
  const there = new Set(held)
  return {
    produced: wanted?.length ?? 0,
    stored: there.size,
    deadLettered: 0,
    duplicatesByEffect: (held?.length ?? 0) - there.size + doubled(named(troubled)).length,
    lost: (wanted ?? []).filter((member) => !there.has(member)).length
  }
}
