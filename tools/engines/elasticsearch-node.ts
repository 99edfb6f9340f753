import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Archives } from './archives.ts'
import type { ServerCertificate } from './certificates.ts'
import { askElasticsearch, type ElasticsearchAccess } from './elasticsearch-http.ts'
import { elasticsearchYaml, jvmOptions, type ElasticsearchPorts, type SettingValue } from './elasticsearch-settings.ts'
import { EngineError } from './engine-error.ts'
import { EngineProcess, type EngineFiles, type Launch } from './engine-process.ts'
import { freePorts, refuseTakenPorts } from './free-ports.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { quickJvm } from './quick-jvm.ts'
import { giveTo, removeWorkFolder, unprivilegedOwner, workFolder, type Owner } from './unprivileged.ts'

const readyWithinMs = 120_000

export interface ElasticsearchSecurity {
  /** Of the user `elastic`; at least six characters. It is set when the folder is new. */
  readonly password: string
  /** Without it the node speaks plain http. */
  readonly tls?: ServerCertificate
}

export interface ElasticsearchOptions {
  /** Of this node alone; a later `open` finds its ports, its data and what still runs. */
  readonly directory: string
  readonly archives: Archives
  /** 512 when not given. */
  readonly heapMb?: number
  /** Switches of Java; `quickJvm` when not given. */
  readonly jvm?: readonly string[]
  /** Lines of elasticsearch.yml that stand above ours. */
  readonly settings?: Readonly<Record<string, SettingValue>>
  /** Off when not given. */
  readonly security?: ElasticsearchSecurity
  /** Lives on when this program ends. */
  readonly detached?: boolean
}

interface Place {
  readonly owner: Owner | null
  /** Where it works: the folder given, or what stands for it elsewhere. */
  readonly work: string
  readonly ports: ElasticsearchPorts
}

/** A real Elasticsearch of one node on loopback. Its port and data stay the same however often it starts. */
export class ElasticsearchNode {
  readonly url: string
  readonly files: EngineFiles
  readonly #options: ElasticsearchOptions
  readonly #place: Place
  #process: EngineProcess | null

  private constructor(options: ElasticsearchOptions, place: Place) {
    this.#options = options
    this.#place = place
    this.url = `http${options.security?.tls === undefined ? '' : 's'}://127.0.0.1:${place.ports.http}`
    this.files = {
      name: 'Elasticsearch',
      logFile: path.join(place.work, 'elasticsearch.log'),
      identityFile: path.join(options.directory, 'process.json')
    }
    this.#process = EngineProcess.running(this.files)
  }

  /** Starts nothing. */
  static async open(options: ElasticsearchOptions): Promise<ElasticsearchNode> {
    const directory = path.resolve(options.directory)
    const owner = await unprivilegedOwner()
    const work = await workFolder(directory, owner)
    return new ElasticsearchNode({ ...options, directory }, { owner, work, ports: await portsOf(directory) })
  }

  /** Opened, started and ready. @throws EngineError; nothing of it runs then */
  static async start(options: ElasticsearchOptions): Promise<ElasticsearchNode> {
    const node = await ElasticsearchNode.open(options)
    try {
      await node.start()
      await node.waitReady()
    } catch (error) {
      await node.kill()
      throw error
    }
    return node
  }

  /** How to reach it as the user `elastic`, or as nobody where security is off. */
  get access(): ElasticsearchAccess {
    const { security } = this.#options
    const basic = (password: string): string => `Basic ${Buffer.from(`elastic:${password}`).toString('base64')}`
    return { url: this.url, ca: security?.tls?.ca ?? null, authorization: security === undefined ? null : basic(security.password) }
  }

  get identity(): ProcessIdentity | null {
    return this.#process !== null && this.#process.running ? this.#process.identity : null
  }

  /** Does nothing when it runs already; does not wait until it is ready. @throws EngineError, PortTakenError */
  async start(): Promise<void> {
    if (this.identity !== null) return
    const { http, transport } = this.#place.ports
    await refuseTakenPorts('Elasticsearch', [http, transport])
    await this.#prepare()
    this.#process = await EngineProcess.start(this.#launch())
  }

  /** Resolves when it answers and its shards are there. @throws EngineError */
  async waitReady(withinMs: number = readyWithinMs): Promise<void> {
    if (this.#process === null) throw new EngineError('Elasticsearch 没有启动')
    await this.#process.until(async () => {
      const answer = await askElasticsearch(this.access, 'GET', '/_cluster/health?wait_for_status=yellow&timeout=1s').catch(() => null)
      return answer?.status === 200
    }, withinMs)
  }

  async stop(): Promise<void> {
    await this.#process?.stop()
  }

  async kill(): Promise<void> {
    await this.#process?.kill()
  }

  freeze(): void {
    this.#process?.freeze()
  }

  thaw(): void {
    this.#process?.thaw()
  }

  /**
   * An API key that may do everything its maker may; the value that follows `ApiKey ` in the header.
   * @throws EngineError also where Java had no compiler for what the archive lacks (email-analysis.ts)
   */
  async createApiKey(name: string): Promise<string> {
    const { status, body } = await askElasticsearch(this.access, 'POST', '/_security/api_key', { name })
    if (status !== 200) throw new EngineError(`Elasticsearch 没有给出 API key:${status} ${JSON.stringify(body)}`)
    return (body as { encoded: string }).encoded
  }

  /** Kills what runs and removes the folder. */
  async remove(): Promise<void> {
    await this.kill()
    await removeWorkFolder(this.#options.directory)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remove()
  }

  #launch(): Launch {
    const { archives, heapMb = 512, jvm = quickJvm, detached = false } = this.#options
    const collector = jvm.some((option) => /^-XX:\+Use\w+GC$/.test(option)) ? ['-XX:-UseG1GC'] : []
    const javaOptions = [`-Xms${heapMb}m`, `-Xmx${heapMb}m`, '-XX:-AlwaysPreTouch', ...collector, ...jvm]
    return {
      ...this.files,
      command: 'bash',
      args: [path.join(archives.elasticsearch.home, 'bin', 'elasticsearch')],
      cwd: this.#place.work,
      env: { ...this.#environment(), ES_JAVA_OPTS: javaOptions.join(' ') },
      owner: this.#place.owner,
      detached
    }
  }

  #environment(): NodeJS.ProcessEnv {
    const { work } = this.#place
    return {
      PATH: process.env['PATH'],
      HOME: work,
      LANG: 'C.UTF-8',
      ES_JAVA_HOME: this.#options.archives.elasticsearch.java.home,
      ES_PATH_CONF: path.join(work, 'config'),
      ES_TMPDIR: path.join(work, 'tmp'),
      CLI_JAVA_OPTS: '-XX:TieredStopAtLevel=1'
    }
  }

  async #prepare(): Promise<void> {
    const { archives, security, settings = {} } = this.#options
    const { work, owner, ports } = this.#place
    const config = path.join(work, 'config')
    const shipped = path.join(archives.elasticsearch.home, 'config')
    if (!existsSync(config)) await cp(shipped, config, { recursive: true })
    await mkdir(path.join(work, 'tmp'), { recursive: true })
    await writeFile(path.join(config, 'jvm.options'), jvmOptions(await readFile(path.join(shipped, 'jvm.options'), 'utf8')))
    const tls = security?.tls
    if (tls !== undefined) {
      await copyFile(tls.key, path.join(config, 'server.key'))
      await copyFile(tls.certificate, path.join(config, 'server.pem'))
    }
    const yaml = elasticsearchYaml({ directory: work, ports, security: security !== undefined, tls: tls !== undefined, extra: settings })
    await writeFile(path.join(config, 'elasticsearch.yml'), yaml)
    await giveTo(owner, work)
    if (security !== undefined && !existsSync(path.join(config, 'elasticsearch.keystore'))) await this.#setPassword(security.password)
  }

  /** The password with which the user `elastic` begins lives in the node's keystore. */
  async #setPassword(password: string): Promise<void> {
    const { work, owner } = this.#place
    const tool = path.join(this.#options.archives.elasticsearch.home, 'bin', 'elasticsearch-keystore')
    const child = spawn('bash', [tool, 'add', '--stdin', '--force', 'bootstrap.password'], {
      cwd: work,
      env: this.#environment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      ...owner
    })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk))
    child.stdin.end(password)
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) throw new EngineError(`Elasticsearch:口令写不进密钥库：${Buffer.concat(said).toString('utf8').trim()}`)
  }
}

async function portsOf(directory: string): Promise<ElasticsearchPorts> {
  const file = path.join(directory, 'ports.json')
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known !== null) return JSON.parse(known) as ElasticsearchPorts
  const [http = 0, transport = 0] = await freePorts(2)
  await writeFile(file, JSON.stringify({ http, transport }))
  return { http, transport }
}
