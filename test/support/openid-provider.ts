import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export const oidcClient = { clientId: 'wanglou', secret: 'a secret of this test' } as const

/** A real OpenID provider whose people need no password: each name is who says so. */
export interface OpenIdProvider {
  readonly issuer: string
  /** Signs in there as a browser does, from the address that it was sent to; returns the address that it is sent back to. */
  signIn(start: string, login: string): Promise<string>
  close(): Promise<void>
}

export async function startOpenIdProvider(callback: string): Promise<OpenIdProvider> {
  let handle: ReturnType<Provider['callback']> = () => Promise.resolve()
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: oidcClient.clientId,
        client_secret: oidcClient.secret,
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_post'
      }
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    cookies: { keys: ['test'] },
    // `name@subject` is the person of that name with another identity.
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id.split('@')[0] ?? id }) })
  })
  handle = provider.callback()
  return {
    issuer,
    signIn: (start, login) => walk(start, login, callback),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
  }
}

/** Follows the provider's own pages: login, consent, and back. */
async function walk(start: string, login: string, callback: string): Promise<string> {
  const jar = new Map<string, string>()
  let url = start
  for (let step = 0; step < 20; step++) {
    if (url.startsWith(callback)) return url
    const form = url.includes('/interaction/') ? await formOf(url, jar, login) : null
    const response = await fetch(form?.action ?? url, {
      redirect: 'manual',
      headers: { cookie: cookies(jar) },
      ...(form === null ? {} : { method: 'POST', body: form.body })
    })
    keep(jar, response)
    const next = response.headers.get('location')
    if (next === null) throw new Error(`the provider stays at ${url}: ${response.status} ${(await response.text()).slice(0, 500)}`)
    url = new URL(next, url).href
  }
  throw new Error(`the provider never came back from ${start}`)
}

async function formOf(url: string, jar: Map<string, string>, login: string): Promise<{ action: string; body: URLSearchParams }> {
  const response = await fetch(url, { headers: { cookie: cookies(jar) } })
  keep(jar, response)
  const html = await response.text()
  const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? 'login'
  return { action: new URL(/action="([^"]+)"/.exec(html)?.[1] ?? url, url).href, body: new URLSearchParams({ prompt, login, password: 'any' }) }
}

function keep(jar: Map<string, string>, response: Response): void {
  for (const set of response.headers.getSetCookie()) {
    const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s)
    jar.set(name, value)
  }
}

function cookies(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
