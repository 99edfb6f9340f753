import { systemClock } from '../adapters/clock.ts'
import { sha256 } from '../adapters/hash.ts'
import { fillWording } from '../core/fill-wording.ts'
import { publicityOf } from '../core/incident/publicity.ts'
import { wordingFaults } from '../core/incident/sound-wording.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import { conflictName, conflictWords } from '../core/publicity-words.ts'
import { mediaReach } from '../dashboard-api/media-reach.ts'
import { mediaPlan } from '../dashboard-api/views/media-plan.ts'
import { wordDiff } from '../dashboard-api/views/wording-diff.ts'
import { wordingVersion } from '../dashboard-api/views/wording-desk.ts'
import { loadProductConfig } from '../system.ts'
import { result, UsageError } from './exit.ts'
import { configDirectory, type Place } from './place.ts'

export interface WordingOptions extends Place {
  readonly template?: string
  readonly diff?: string
  readonly json?: boolean
}

/** `incidents wording ID [--template T | --diff 1..2]`: versions with their approval, a filled template, or how two versions differ. Writes nothing. */
export async function wording(document: IncidentDocument, options: WordingOptions): Promise<void> {
  if (options.template !== undefined) return await filled(document, options, options.template)
  if (options.diff !== undefined) return await diff(document, options, options.diff)
  const { state } = document
  const versions = (state.wordings ?? []).map((one) => wordingVersion(state, one, systemClock.now()))
  const { cause, conflicts } = publicityOf(state)
  if (options.json === true) return await result({ versions, cause, conflicts })
  for (const version of versions) {
    const steps = version.done.map(({ words, by, at }) => `${words} ${by} ${chinaWallTime(at)}`).join(' → ')
    await result(
      `第 ${version.version} 版 ${version.standingWords}${version.inForce ? '（现行）' : ''} ${version.unit ?? ''} ${version.stageWords ?? ''}\n  ${steps}`
    )
    for (const fault of version.faults) await result(`  ▲ ${fault}`)
    await result(version.text.replace(/^/gm, '  '))
  }
  await result(cause === null ? '原因尚未认定' : `已认定原因：${cause.text}（依据：${cause.basis}）`)
  for (const conflict of conflicts.filter(({ endedAt, settled }) => endedAt === null && settled === null))
    await result(`▲ 口径不一致，${conflictName(conflict)}：${conflictWords(conflict)}`)
}

async function filled({ state, events }: IncidentDocument, options: WordingOptions, id: string): Promise<void> {
  const { wordingTemplates, unit } = await loadProductConfig(configDirectory(options))
  const template = wordingTemplates.templates.find((one) => one.id === id)
  if (template === undefined) throw new UsageError(`没有模板 ${id}；可用：${wordingTemplates.templates.map((one) => one.id).join('、')}`)
  const { sections, gaps } = fillWording({ template, templatesVersion: wordingTemplates.version, state, events, issuer: unit.name })
  if (options.json === true) return await result({ sections, gaps })
  await result(sections.map(({ text }) => text).join('\n'))
  for (const { what, hint } of gaps) await result(`▲ 待核：${what}${hint === null ? '' : `（${hint}）`}`)
  const text = sections.map((section) => section.text).join('\n')
  for (const fault of wordingFaults(state, { text }, systemClock.now())) await result(`▲ ${fault}`)
}

async function diff({ state }: IncidentDocument, { json }: WordingOptions, versions: string): Promise<void> {
  const [, from = '', to = ''] = /^(\d+)\.\.(\d+)$/.exec(versions) ?? []
  const [before, after] = [from, to].map((version) => state.wordings?.find((one) => one.version === Number(version)))
  if (before === undefined || after === undefined) throw new UsageError(`--diff 应为两个已有的版本，如 1..2；现有 ${state.wordings?.length ?? 0} 版`)
  const { parts, coarse } = wordDiff(before.text, after.text)
  if (json === true) return await result({ parts, coarse })
  await result(parts.map(({ change, text }) => (change === 'same' ? text : change === 'added' ? `〔＋${text}〕` : `〔−${text}〕`)).join(''))
}

/** `incidents media ID`: the media plan with what each piece reached. */
export async function media(stores: Pick<Stores, 'mentions'>, document: IncidentDocument, json: boolean): Promise<void> {
  const reaches = new Map<string, NonNullable<Awaited<ReturnType<typeof mediaReach>>>>()
  for (const piece of publicityOf(document.state).media) {
    const reach = await mediaReach(stores.mentions, piece, sha256)
    if (reach !== null) reaches.set(piece.id, reach)
  }
  const plan = mediaPlan(document, reaches, systemClock.now())
  if (json) return await result(plan)
  for (const { id, outlet, angle, plannedAt, stateWords, link, reach } of plan.rows)
    await result([id, stateWords, outlet, chinaWallTime(plannedAt), angle, link ?? '', reach === null ? '' : `引用 ${reach.mentions} 条`].join('\t'))
}
