import { readFileSync } from 'node:fs'
import { Agent, request, type Dispatcher } from 'undici'

export interface ElasticsearchAccess {
  readonly url: string
  /** File of the authority to trust, where the address is https. */
  readonly ca: string | null
  /** Value of the header, such as `ApiKey …`. */
  readonly authorization: string | null
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** One request by plain HTTP, without the client that the product uses. The body of the answer is read as JSON where it is. */
export async function askElasticsearch(access: ElasticsearchAccess, method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<Answer> {
  const agent = new Agent(access.ca === null ? {} : { connect: { ca: readFileSync(access.ca, 'utf8') } })
  try {
    const answer = await request(`${access.url}${path}`, {
      method,
      dispatcher: agent,
      headers: {
        ...(access.authorization === null ? {} : { authorization: access.authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    return { status: answer.statusCode, body: parsed(await answer.body.text()) }
  } finally {
    await agent.close()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
