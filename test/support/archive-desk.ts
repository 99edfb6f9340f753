import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createArchiveFolder } from '../../adapters/archive/folder.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { sha256 } from '../../adapters/hash.ts'
import { fileIncident, type ArchiveDeps } from '../../core/archive/file-incident.ts'
import { reviewFacts } from '../../core/archive/review-facts.ts'
import { VoiceCounter } from '../../core/archive/voice-curve.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { create, update } from '../../core/incident/update.ts'
import { machine } from '../../core/actor.ts'
import type { Stores } from '../../core/ports.ts'
import { HandClock } from './api-app.ts'
import { archiveRules } from './archive-rules.ts'
import { judged, noticeFor } from './api-incidents.ts'
import { analyst, anchor, at, evidenceOf, openingOf } from './incidents.ts'

export const emptyForm = { wentWell: '', wentBadly: '', lessons: '无', rulesToChange: '' }

/** What a machine counts where nobody said anything. */
export const noVoices = new VoiceCounter(null).result()

/** The real embedded stores and a folder of archives beside them, with a small closed matter that has every kind of content. */
export interface ArchiveDesk extends ArchiveDeps {
  readonly stores: Stores
  readonly directory: string
  readonly file: (name: string) => string
  close(): Promise<void>
}

export async function openArchiveDesk(): Promise<ArchiveDesk> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-archive-'))
  const stores = await openEmbedded({ directory, clock: new HandClock(), lock: true })
  return {
    stores,
    directory,
    writer: { store: stores.incidents, sha256, announce: () => Promise.resolve() },
    archives: createArchiveFolder(path.join(directory, 'archives'), stores),
    rules: archiveRules,
    unit: '临江市政府新闻办',
    file: (name) => path.join(directory, 'archives', name),
    async close() {
      await stores.close()
      await rm(directory, { recursive: true, force: true })
    }
  }
}

/** A closed and reviewed incident: a released page whose bytes are kept, two mentions (one with its page), a notice. */
export async function closedMatter({ stores, writer }: ArchiveDesk, id = 'inc-1', title?: string): Promise<IncidentDocument> {
  const about = { url: 'http://gov.example/1', contentType: 'text/html', at: at('12:00') }
  const snapshot = await stores.evidence.put(Buffer.from('<p>情况通报</p>'), about)
  const page = await stores.evidence.put(Buffer.from('<p>爆炸</p>'), { ...about, url: 'http://metro.example/m-2' })
  const mentions = [judged('m-1', at('08:30'), id), judged('m-2', at('09:10'), id)]
  await stores.mentions.putMany(
    mentions.map(({ mention, assessment }, index) => ({ mention: { ...mention, snapshot: [null, page][index] ?? null }, assessment }))
  )
  await stores.mentions.assign(mentions.map(({ mention }) => ({ id: mention.id, incidentId: id })))
  await stores.notices.request([noticeFor('duty-officer', id, at('08:31'))])
  const evidence = { ...evidenceOf('http://gov.example/1', at('12:00')), snapshot }
  const bodies: IncidentEventBody[] = [
    ...openingOf('II', [anchor('first-published', at('08:30'))]).map((body) =>
      body.type === 'opened' && title !== undefined ? { ...body, title } : body
    ),
    { type: 'release-recorded', evidence, comparison: null },
    { type: 'countdown-waived', kind: 'press-conference', reason: '已用其他方式发布' },
    { type: 'closed', reason: '处置完毕' }
  ]
  await create(writer, id, { at: at('13:00'), actor: machine('pipeline'), cause: id }, bodies, null)
  return update(writer, id, { at: at('14:00'), actor: analyst, cause: `${id} review` }, (state) => [
    { type: 'reviewed', facts: reviewFacts(state, noVoices), form: emptyForm }
  ])
}

/** 归档 by the analyst; returns the document with its filing. */
export async function filed(desk: ArchiveDesk, id = 'inc-1', cause = `${id} file`): Promise<IncidentDocument> {
  return fileIncident(desk, id, { at: at('15:00'), actor: analyst, cause })
}

export interface Ran {
  readonly code: number
  readonly output: string
}

/** Runs a program in a folder of its own and waits for its end. */
export function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env: { PATH: process.env['PATH'] } }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` })
    })
  })
}
