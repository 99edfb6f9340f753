import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { Role } from '../../core/actor.ts'
import { Scope } from '../../core/api-token.ts'

/** 三权分立: those who administer do nothing else. */
const apart: readonly Role[] = ['admin', 'security-admin', 'auditor']
const officer = Role.options.filter((role) => !apart.includes(role))
const groups: Readonly<Record<string, readonly Role[]>> = {
  officer,
  // Asks for what ends sessions: its own among them.
  leaver: officer,
  auditor: ['auditor'],
  // Last, since they may shut out whom they find.
  admin: ['admin'],
  security: ['security-admin']
}
const config = 'config/examples/a-city'
const incidents = 5
const mentions = 20
/** People of whom those who administer may do what they like. */
const spares = 4

/** The real program on a folder of its own, with something in it to ask for. */
export interface FuzzedDesk {
  readonly url: string
  /** People of different roles, as none may have them all. */
  readonly people: readonly { readonly name: string; readonly roles: readonly Role[] }[]
  /** Adds one of them when it is their turn, and signs them in: who was there before may have been shut out by those who administer. */
  signIn(name: string): Promise<string>
  /** A token with every scope. */
  addToken(): Promise<string>
  readonly incidentIds: readonly string[]
  readonly mentionIds: readonly string[]
  readonly personIds: readonly string[]
  close(): Promise<void>
}

export async function startFuzzedDesk(): Promise<FuzzedDesk> {
  const directory = await mkdtemp(join(tmpdir(), 'wanglou-fuzz-'))
  const started = spawn(process.execPath, ['main.ts', 'start', ...at(directory), '--roles', 'pipeline,alerting,dashboard', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  try {
    const url = await urlOf(started)
    const people = Object.entries(groups).map(([name, roles]) => ({ name, roles }))
    const personIds = []
    for (let index = 1; index <= spares; index++) personIds.push(await addPerson(directory, `spare-${index}`, ['analyst']))
    const cookie = await signIn(directory, url, 'opener', officer)
    const incidentIds = await openIncidents(url, cookie)
    const mentionIds = await publishMentions(directory, url, cookie)
    return {
      url,
      people,
      incidentIds,
      mentionIds,
      personIds,
      signIn: (name) => signIn(directory, url, name, groups[name] ?? []),
      async addToken() {
        const [token = ''] = await command(directory, ['token', 'add', 'schemathesis', '--scopes', Scope.options.join(',')])
        return token
      },
      close: () => close(started, directory)
    }
  } catch (error) {
    await close(started, directory)
    throw error
  }
}

async function close(started: ChildProcess, directory: string): Promise<void> {
  if (started.exitCode === null) {
    started.kill('SIGTERM')
    await once(started, 'exit')
  }
  await rm(directory, { recursive: true, force: true })
}

function at(directory: string): string[] {
  return ['--config', config, '--data', directory]
}

/** Waits for the line that names it; what else it says is kept for who must find out why it did not start. */
function urlOf(started: ChildProcess): Promise<string> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    started.once('exit', (code) => reject(new Error(`the desk ended with ${code}: ${said.slice(-5).join('\n')}`)))
    if (started.stderr === null) return
    createInterface({ input: started.stderr }).on('line', (line) => {
      said.push(line)
      const found = /工作台：(http:\S+)/.exec(line)
      if (found?.[1] !== undefined) resolve(found[1])
    })
  })
}

/** Lines that a command of ours prints. */
async function command(directory: string, words: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, ['main.ts', ...words, ...at(directory)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const printed: string[] = []
  const complaints: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => printed.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line))
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`${words.slice(0, 2).join(' ')} ended with ${code}: ${complaints.join('\n')}`)
  return printed
}

/** Its id. */
async function addPerson(directory: string, login: string, roles: readonly Role[]): Promise<string> {
  const said = await command(directory, ['user', 'add', '--login', login, '--roles', roles.join(',')])
  const id = /\((person-\w+)\)/.exec(said.join('\n'))?.[1]
  if (id === undefined) throw new Error(`nobody was added: ${said.join('\n')}`)
  return id
}

async function signIn(directory: string, url: string, login: string, roles: readonly Role[]): Promise<string> {
  await addPerson(directory, login, roles)
  const [link = ''] = await command(directory, ['user', 'link', '--login', login])
  const answer = await ask(url, null, '/api/signin-link', { token: link.split('#token=')[1] })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`nobody could sign in: ${answer.status} ${await answer.text()}`)
  return cookie
}

async function openIncidents(url: string, cookie: string): Promise<string[]> {
  const ids: string[] = []
  for (let index = 1; index <= incidents; index++) {
    const body = { title: `测试事件${index}：某路爆燃`, eventGrade: index % 2 === 0 ? 'II' : 'III', opinionGrade: null, reason: '电话报告' }
    const answer = await ask(url, cookie, '/api/incidents', body)
    if (answer.status !== 201) throw new Error(`no incident could be opened: ${answer.status} ${await answer.text()}`)
    ids.push(((await answer.json()) as { id: string }).id)
  }
  return ids
}

async function publishMentions(directory: string, url: string, cookie: string): Promise<string[]> {
  const file = join(directory, 'mentions.jsonl')
  const lines = Array.from({ length: mentions }, (_, index) => ({
    id: `fuzz-${index}`,
    sourceKind: 'weibo',
    source: '测试来源',
    url: `https://weibo.example/${index}`,
    title: null,
    text: `第${index}条：和平路附近发生爆炸，有人受伤，救护车到场。`,
    author: `用户${index}`,
    publishedAt: new Date(Date.now() - index * 60_000).toISOString(),
    engagement: { views: index, likes: 1, comments: 0, reposts: 0 }
  }))
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'))
  await command(directory, ['import', file])
  for (;;) {
    const found = (await (await ask(url, cookie, '/api/mentions?limit=50')).json()) as { rows: readonly { id: string }[] }
    if (found.rows.length >= mentions) return found.rows.map(({ id }) => id)
    await wait(500)
  }
}

function ask(url: string, cookie: string | null, path: string, body?: object): Promise<Response> {
  const headers = { origin: url, 'content-type': 'application/json', ...(cookie === null ? {} : { cookie }) }
  return fetch(`${url}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) })
}
