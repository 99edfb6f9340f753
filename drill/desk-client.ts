import { archivePaths } from '../dashboard-api/contract-archive.ts'
import { type IncidentVerb } from '../dashboard-api/contract-verbs.ts'
import { IncidentDetail, IncidentQueue, paths } from '../dashboard-api/contract.ts'
import { DeskError } from './errors.ts'

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

  async queue(status: 'open' | 'closed' = 'open'): Promise<IncidentQueue> {
    return IncidentQueue.parse(await this.#get(`${paths.incidents}?status=${status}`))
  }

  async incident(id: string): Promise<IncidentDetail> {
    return IncidentDetail.parse(await this.#get(paths.incident(id)))
  }

  /** The key makes a repeated request harmless. */
  async act(id: string, verb: IncidentVerb, body: unknown, key: string): Promise<void> {
    await this.#answered(
      fetch(new URL(paths.incidentVerb(id, verb), this.#url), {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie, 'idempotency-key': key }
      })
    )
  }

  /** 归档. */
  async file(id: string, key: string): Promise<void> {
    const headers = { origin: this.#url, cookie: this.#cookie, 'idempotency-key': key }
    await this.#answered(fetch(new URL(archivePaths.archive(id), this.#url), { method: 'POST', headers }))
  }

  /** The archive package as it was filed. */
  async download(id: string): Promise<Buffer> {
    const response = await fetch(new URL(archivePaths.archive(id), this.#url), { headers: { cookie: this.#cookie } })
    if (!response.ok) throw new DeskError(`${response.url} → ${response.status} ${(await response.text()).slice(0, 500)}`)
    return Buffer.from(await response.arrayBuffer())
  }

  async #get(path: string): Promise<unknown> {
    return this.#answered(fetch(new URL(path, this.#url), { headers: { cookie: this.#cookie } }))
  }

  async #answered(asked: Promise<Response>): Promise<unknown> {
    const response = await asked
    const text = await response.text()
    if (!response.ok) throw new DeskError(`${response.url} → ${response.status} ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }
}
