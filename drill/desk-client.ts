import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { archivePaths } from '../dashboard-api/contract-archive.ts'
import { reportPaths, ReportList, ReportView, type ReportMakeRequest } from '../dashboard-api/contract-reports.ts'
import { MeasuresView, SupervisionLedger, supervisionPaths } from '../dashboard-api/contract-supervision.ts'
import { type OpenIncidentRequest } from '../dashboard-api/contract-verbs.ts'
import { IncidentWork } from '../dashboard-api/contract-work.ts'
import { FilledTemplate, WordingDesk, wordingPaths } from '../dashboard-api/contract-wording.ts'
import { IncidentDetail, IncidentQueue, paths, seenHeader } from '../dashboard-api/contract.ts'
import { AnswerFinding, AnswerFault } from '../core/answers/answer-finding.ts'
import type { DeskVerb } from './deed.ts'
import { DeskError } from './errors.ts'
import type { Queue } from './recognise.ts'

/** What a person reads of an answer. */
const AnswersRead = z.object({
  answers: z.array(
    z.object({
      seq: z.number().int(),
      kind: z.enum(['reply', 'release']),
      department: z.object({ id: z.string() }).nullable(),
      text: z.string(),
      proposal: z.union([AnswerFault, z.literal('send-back')]).nullable(),
      proposalWords: z.string(),
      review: z.object({ findings: z.array(AnswerFinding) })
    })
  )
})
export type AnswerRead = z.infer<typeof AnswersRead>['answers'][number]

/** One person at the desk, over the same HTTP API as the page. */
export class DeskClient {
  readonly #url: string
  readonly #cookie: string

  constructor(url: string, cookie: string) {
    this.#url = url
    this.#cookie = cookie
  }

  /** Signs in by a one-time link, as the page does with what stands behind its `#`. @throws DeskError */
  static async signIn(link: string): Promise<DeskClient> {
    const { origin, hash } = new URL(link)
    const token = new URLSearchParams(hash.slice(1)).get('token') ?? ''
    const response = await fetch(new URL(paths.signInLink, origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ token })
    })
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    if (!response.ok || cookie === '') throw new DeskError(`登录链接未被接受：${response.status} ${await response.text()}`)
    return new DeskClient(origin, cookie)
  }

  async queue(status: Queue): Promise<IncidentQueue> {
    return IncidentQueue.parse(await this.#get(`${paths.incidents}?status=${status}`))
  }

  async incident(id: string): Promise<IncidentDetail> {
    return IncidentDetail.parse(await this.#get(paths.incident(id)))
  }

  /** By what the person saw of it. The key makes a repeated request harmless. */
  async act({ id, seq }: Pick<IncidentDetail, 'id' | 'seq'>, verb: DeskVerb, body: unknown, key: string): Promise<void> {
    await this.#post(`${paths.incident(id)}/${verb}`, body, key, { [seenHeader]: String(seq) })
  }

  /** 人工立案. */
  async open(request: OpenIncidentRequest, key: string): Promise<void> {
    await this.#post(paths.incidents, request, key)
  }

  async work(id: string): Promise<IncidentWork> {
    return IncidentWork.parse(await this.#get(paths.incidentWork(id)))
  }

  async wording(id: string): Promise<WordingDesk> {
    return WordingDesk.parse(await this.#get(wordingPaths.wording(id)))
  }

  async filled(id: string, template: string): Promise<FilledTemplate> {
    return FilledTemplate.parse(await this.#get(`${wordingPaths.filled(id)}?template=${template}`))
  }

  /** Newest first. */
  async answers(id: string): Promise<readonly AnswerRead[]> {
    return AnswersRead.parse(await this.#get(paths.incidentAnswers(id))).answers
  }

  async ledger(): Promise<SupervisionLedger> {
    return SupervisionLedger.parse(await this.#get(supervisionPaths.ledger))
  }

  async measures(): Promise<MeasuresView> {
    return MeasuresView.parse(await this.#get(supervisionPaths.measures))
  }

  async makePaper(request: ReportMakeRequest, key: string): Promise<ReportView> {
    return ReportView.parse(await this.#post(reportPaths.reports, request, key))
  }

  async papers(): Promise<readonly ReportView[]> {
    return ReportList.parse(await this.#get(reportPaths.reports)).rows
  }

  async paperFile(id: string, format: string): Promise<Buffer> {
    return this.#bytes(reportPaths.reportFile(id, format))
  }

  /** 归档. */
  async file(id: string, key: string): Promise<void> {
    const headers = { origin: this.#url, cookie: this.#cookie, 'idempotency-key': key }
    await this.#answered(fetch(new URL(archivePaths.archive(id), this.#url), { method: 'POST', headers }))
  }

  /** The archive package as it was filed. */
  async download(id: string): Promise<Buffer> {
    return this.#bytes(archivePaths.archive(id))
  }

  async #bytes(path: string): Promise<Buffer> {
    const response = await patiently(() => fetch(new URL(path, this.#url), { headers: { cookie: this.#cookie } }))
    if (!response.ok) throw new DeskError(`${response.url} → ${response.status} ${(await response.text()).slice(0, 500)}`)
    return Buffer.from(await response.arrayBuffer())
  }

  async #post(path: string, body: unknown, key: string, marks: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const headers = { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie, 'idempotency-key': key, ...marks }
    return this.#answered(fetch(new URL(path, this.#url), { method: 'POST', body: JSON.stringify(body), headers }))
  }

  async #get(path: string): Promise<unknown> {
    return this.#answered(patiently(() => fetch(new URL(path, this.#url), { headers: { cookie: this.#cookie } })))
  }

  async #answered(asked: Promise<Response>): Promise<unknown> {
    const response = await asked
    const text = await response.text()
    if (!response.ok) throw new DeskError(`${response.url} → ${response.status} ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }
}

const patienceMs = 20_000
const betweenTriesMs = 200

/** Reads change nothing, so that a desk that is just being started again is asked until it answers. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (const until = performance.now() + patienceMs; ;) {
    try {
      return await ask()
    } catch (error) {
      if (performance.now() > until) throw error
      await pause(betweenTriesMs)
    }
  }
}
