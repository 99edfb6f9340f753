import { sha256 } from '../adapters/hash.ts'
import { countdownState } from '../core/countdown.ts'
import { systemClock } from '../adapters/clock.ts'
import { NotFoundError } from '../core/errors.ts'
import { overriddenCases } from '../core/evaluation/overrides.ts'
import { pastDecisionOf } from '../core/evaluation/past-decision-of.ts'
import { outlookOf } from '../core/grade-outlook.ts'
import { gradeWords } from '../core/grade.ts'
import { readHeat } from '../core/heat/read-heat.ts'
import { findFault } from '../core/incident/chain.ts'
import { stagesOf } from '../core/incident/stages.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { tierBySource } from '../core/media-tier.ts'
import type { Stores } from '../core/ports.ts'
import { stageState } from '../core/stage-clock.ts'
import { loadProductConfig } from '../system.ts'
import { draft } from './draft.ts'
import { drift } from './drift.ts'
import { result, UsageError } from './exit.ts'
import { incidentPage } from './incident-page.ts'
import { withStores } from './open-stores.ts'
import { configDirectory, type Place } from './place.ts'
import { reviewAnswers } from './review-answers.ts'
import { media, wording, type WordingOptions } from './wording.ts'

const statuses = ['open', 'closed', 'dismissed', 'merged'] as const
const mostListed = 10_000

/** `incidents list | cases | decisions | drift | show ID | review-answer ID | export ID | draft ID | wording ID | media ID`. */
export async function incidents(action: string, id: string | undefined, options: WordingOptions & { status?: string }): Promise<void> {
  const status = statuses.find((known) => known === options.status)
  if (options.status !== undefined && status === undefined) throw new UsageError(`没有状态 ${options.status}；可用：${statuses.join('、')}`)
  await withStores(options, async (stores) => {
    if (action === 'list') return await list(stores, status, options.json === true)
    if (action === 'cases') return await cases(stores)
    if (action === 'decisions') return await decisions(stores, options)
    if (action === 'drift') return await drift(stores, mostListed, options.json === true)
    if (id === undefined) throw new UsageError(`incidents ${action} 需要事件编号`)
    const document = await find(stores, id)
    if (action === 'show') return await show(stores, options, document, options.json === true)
    if (action === 'review-answer') return await reviewAnswers(stores, options, document, options.json === true)
    if (action === 'draft') return await draft(stores, options, document, options.json === true)
    if (action === 'wording') return await wording(document, options)
    if (action === 'media') return await media(stores, document, options.json === true)
    if (action === 'export') return await exportOne(stores, document)
    throw new UsageError(`incidents 没有动作 ${action}；可用：list、cases、decisions、drift、show、review-answer、export、draft、wording、media`)
  })
}

async function list(stores: Stores, status: (typeof statuses)[number] | undefined, json: boolean): Promise<void> {
  const documents = await stores.incidents.list({ limit: mostListed, ...(status === undefined ? {} : { status: [status] }) })
  for (const document of documents) await result(json ? summary(document) : line(document))
}

function summary({ id, version, state, rollup }: IncidentDocument): unknown {
  const now = systemClock.now()
  return {
    id,
    version,
    title: state.title,
    status: state.status,
    grade: state.grade,
    eventGrade: state.eventGrade,
    opinionGrade: state.opinionGrade,
    gradeStatus: state.gradeStatus,
    eventType: state.eventType,
    openedAt: state.openedAt,
    facts: Object.fromEntries(Object.entries(state.facts).map(([name, fact]) => [name, fact?.value ?? null])),
    departments: state.departments,
    anchors: state.anchors,
    mentions: rollup?.mentions ?? 0,
    countdowns: state.countdowns.map((countdown) => ({ kind: countdown.kind, dueAt: countdown.dueAt, state: countdownState(countdown, now) })),
    stages: stagesOf(state).map((clock) => ({ id: clock.id, kind: clock.kind, dueAt: clock.dueAt, state: stageState(clock, now) }))
  }
}

function line({ id, state, rollup }: IncidentDocument): string {
  return [
    id,
    state.grade === null ? '未定级' : `${state.grade} ${gradeWords[state.grade]}`,
    state.status,
    `${rollup?.mentions ?? 0} 条`,
    state.title
  ].join('\t')
}

async function show(stores: Stores, place: Place, document: IncidentDocument, json: boolean): Promise<void> {
  const config = await loadProductConfig(configDirectory(place))
  const outlook = outlookOf(document.state, config.grading.easing)
  const heat = await readHeat({ mentions: stores.mentions, tierOf: tierBySource(config.sources) }, document, systemClock.now())
  await result(json ? { ...document, outlook, heat } : incidentPage(document, outlook, heat))
}

/** The whole matter as one JSON document, with the verdict on its chain, so that a stranger can check it. */
async function exportOne(stores: Stores, document: IncidentDocument): Promise<void> {
  const mentions = await stores.mentions.ofIncidents([document.id, ...document.state.absorbed], mostListed)
  const notices = await stores.notices.list({ subjectId: document.id, limit: mostListed })
  await result({ document, chainFault: findFault(sha256, document.events), mentions, notices })
}

/** Labelled mention lines for `evaluate`: what people decided otherwise than the machine. */
async function cases(stores: Stores): Promise<void> {
  for (const document of await stores.incidents.list({ limit: mostListed })) {
    const mentions = await stores.mentions.ofIncidents([document.id, ...document.state.absorbed], mostListed)
    for (const { stored, label, because } of overriddenCases(document, mentions)) {
      const { id, sourceKind, source, url, title, text, author, publishedAt, engagement, observedAt, parentId, region } = stored.mention
      const mention = { id, sourceKind, source, url, title, text, author, publishedAt, engagement, observedAt, parentId, region }
      await result({ ...mention, expected: label, incidentId: document.id, because })
    }
  }
}

/** Lines for `past-decisions.jsonl`: to whom people gave what the machine would have given to another. */
async function decisions(stores: Stores, place: Place): Promise<void> {
  const { departments } = await loadProductConfig(configDirectory(place))
  const isLocal = (id: string): boolean => departments.some((department) => department.id === id && department.places.length > 0)
  for (const document of await stores.incidents.list({ limit: mostListed })) {
    const mentions = await stores.mentions.ofIncidents([document.id, ...document.state.absorbed], mostListed)
    const decision = pastDecisionOf(document, mentions, isLocal)
    if (decision !== null) await result(decision)
  }
}

async function find(stores: Stores, id: string): Promise<IncidentDocument> {
  const document = await stores.incidents.get(id)
  if (document === null) throw new NotFoundError(`没有编号为 ${id} 的事件`)
  return document
}
