/**
 * `npm run fuzz:api`: schemathesis over the API's own description, against the real program on the embedded engine. People of every
 * role ask for everything, a machine's token for all that it may read. Any 5xx, any status, body or media type that the description
 * does not name fails. `--examples N` cases of each kind for each route (4: more than 5,000 in all), `--seed N`.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { actions, rolesOf } from '../core/permission.ts'
import { startFuzzedDesk, type FuzzedDesk } from './fuzz/fuzzed-desk.ts'
import { fuzz, installSchemathesis } from './fuzz/schemathesis.ts'

interface Description {
  readonly paths: Record<string, Record<string, Described>>
}
interface Described {
  readonly 'x-access': string
  readonly parameters: { name: string; in: string; schema: object }[]
  readonly security: Record<string, unknown>[]
}

/** Asked by somebody of their own: who asks for more needs the session. What a list of sessions names is tried too. */
const endsSessions: ReadonlySet<string> = new Set(['delete /api/session', 'delete /api/sessions/{id}'])

const { values } = parseArgs({ options: { examples: { type: 'string', default: '4' }, seed: { type: 'string', default: '9' } } })
const program = await installSchemathesis()
const folder = await mkdtemp(join(tmpdir(), 'wanglou-fuzz-run-'))
const desk = await startFuzzedDesk()
try {
  const bearer = `Bearer ${await desk.addToken()}`
  const described = (await (await fetch(`${desk.url}/api/openapi.json`, { headers: { authorization: bearer } })).json()) as Description
  const about = { program, url: desk.url, examplesEach: Number(values.examples), seed: Number(values.seed) }
  const runs: Record<string, Played> = {}
  // A token is let through 600 times a minute, an address 6,000 times; what is refused for that proves nothing.
  const byToken = partOf(described, ({ security }) => security.some((way) => 'apiToken' in way))
  // First, since whoever administers takes tokens away.
  runs['machine'] = await played('machine', byToken, { ...about, rateLimit: '590/m', headers: { authorization: bearer } })
  for (const [index, { name }] of desk.people.entries()) {
    const cookie = await desk.signIn(name)
    const part = partOf(described, (operation, asked) => (endsSessions.has(asked) ? name === 'leaver' : askedBy(operation) === index))
    runs[name] = await played(name, part, { ...about, rateLimit: '5000/m', headers: { cookie, origin: desk.url } })
  }
  const all = Object.values(runs)
  const cases = all.reduce((sum, run) => sum + run.cases, 0)
  const good = all.every((run) => run.good && run.answered > 0)
  process.stdout.write(`${JSON.stringify({ cases, good, ...runs })}\n`)
  process.exitCode = good ? 0 : 1
} finally {
  await desk.close()
  await rm(folder, { recursive: true, force: true })
}

async function played(name: string, described: Description, about: Omit<Parameters<typeof fuzz>[0], 'schema' | 'har'>): Promise<Played> {
  const [schema, har] = [join(folder, `${name}.json`), join(folder, `${name}.har`)]
  await writeFile(schema, JSON.stringify(withKnownIds(described, desk)))
  const good = await fuzz({ ...about, schema, har })
  return { good, ...statusesOf(JSON.parse(await readFile(har, 'utf8'))) }
}

interface Played {
  readonly good: boolean
  readonly cases: number
  /** How many got what they asked for: a fuzz that is only refused proves nothing. */
  readonly answered: number
  readonly statuses: Readonly<Record<string, number>>
}

function statusesOf(har: { log: { entries: readonly { response: { status: number } }[] } }): Omit<Played, 'good'> {
  const statuses: Record<string, number> = {}
  for (const { response } of har.log.entries) statuses[response.status] = (statuses[response.status] ?? 0) + 1
  const answered = Object.entries(statuses).reduce((sum, [status, count]) => (status.startsWith('2') ? sum + count : sum), 0)
  return { cases: har.log.entries.length, answered, statuses }
}

/** Which of the people asks for it: the first who may; what everybody may, the first. */
function askedBy({ 'x-access': access }: Described): number {
  const action = actions.find((one) => one === access)
  return action === undefined ? 0 : desk.people.findIndex(({ roles }) => rolesOf(action).some((role) => roles.includes(role)))
}

/** The operations that are in, each told with its method and address. */
function partOf({ paths, ...rest }: Description, isIn: (operation: Described, asked: string) => boolean): Description {
  const kept = Object.entries(paths).map(([path, operations]) => [
    path,
    Object.fromEntries(Object.entries(operations).filter(([method, operation]) => isIn(operation, `${method} ${path}`)))
  ])
  return { ...rest, paths: Object.fromEntries(kept) as Description['paths'] }
}

/** Ids that there are, among any other: else nearly all that is asked of one incident ends at 404. */
function withKnownIds(description: Description, { incidentIds, mentionIds, personIds }: FuzzedDesk): Description {
  const copy = structuredClone(description)
  const knownBelow = { '/api/incidents/': incidentIds, '/api/mentions/': mentionIds, '/api/people/': personIds }
  for (const [path, operations] of Object.entries(copy.paths)) {
    const known = Object.entries(knownBelow).find(([folder]) => path.startsWith(folder))?.[1] ?? []
    for (const { parameters } of Object.values(operations)) {
      for (const parameter of parameters) {
        if (parameter.in === 'path' && parameter.name === 'id' && known.length > 0)
          parameter.schema = { anyOf: [{ enum: known }, { enum: known }, parameter.schema] }
      }
    }
  }
  return copy
}
