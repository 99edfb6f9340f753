import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { EngineError } from './engine-error.ts'
import { refuseTakenPorts } from './free-ports.ts'
import { EngineProcess, type EngineFiles, type Launch } from './engine-process.ts'
import { nodesInService } from './kafka-metadata.ts'
import { nodeProperties, scramArguments, type KafkaPorts, type SecuredListener } from './kafka-properties.ts'
import type { Java } from './java.ts'
import type { ProcessIdentity } from './process-identity.ts'

const run = promisify(execFile)
const readyWithinMs = 90_000

export interface KafkaNodeOptions {
  readonly id: number
  readonly clusterId: string
  readonly ports: readonly KafkaPorts[]
  readonly directory: string
  readonly java: Java
  readonly classPath: string
  readonly heapMb: number
  readonly jvm: readonly string[]
  readonly properties: Readonly<Record<string, string>>
  readonly secured: SecuredListener | null
  readonly detached: boolean
}

/** One process that is broker and controller. Its ports and data stay the same however often it starts. */
export class KafkaNode {
  readonly id: number
  /** `host:port` of the plain listener. */
  readonly address: string
  readonly files: EngineFiles
  readonly #options: KafkaNodeOptions
  readonly #port: number
  #process: EngineProcess | null

  constructor(options: KafkaNodeOptions) {
    this.#options = options
    this.id = options.id
    this.#port = options.ports[options.id - 1]?.plain ?? 0
    this.address = `127.0.0.1:${this.#port}`
    this.files = {
      name: `Kafka ${options.id}`,
      logFile: path.join(options.directory, 'kafka.log'),
      identityFile: path.join(options.directory, 'process.json')
    }
    this.#process = EngineProcess.running(this.files)
  }

  get identity(): ProcessIdentity | null {
    return this.#process !== null && this.#process.running ? this.#process.identity : null
  }

  /** Does nothing when it runs already; does not wait until it is ready. @throws EngineError, PortTakenError */
  async start(): Promise<void> {
    if (this.identity !== null) return
    await refuseTakenPorts(this.files.name, this.#ports())
    await mkdir(this.#options.directory, { recursive: true })
    await this.#writeProperties()
    if (!existsSync(this.#dataDirectory())) await this.#format()
    this.#process = await EngineProcess.start(this.#launch())
  }

  /** Resolves when at least so many nodes, this one among them, are in service by this one's word. @throws EngineError */
  async waitReady(nodes = 1, withinMs: number = readyWithinMs): Promise<void> {
    if (this.#process === null) throw new EngineError(`Kafka ${this.id} 没有启动`)
    await this.#process.until(async () => {
      const known = await nodesInService(this.#port)
      return known.includes(this.id) && known.length >= nodes
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

  #launch(): Launch {
    const { directory, java, classPath, heapMb, jvm, detached } = this.#options
    const logging = ['defaultLogLevel=info', 'showDateTime=true', 'dateTimeFormat=HH:mm:ss.SSS', 'log.org.apache.kafka.common.config=warn']
    return {
      ...this.files,
      command: java.command,
      args: [
        `-Xms${heapMb}m`,
        `-Xmx${heapMb}m`,
        ...jvm,
        ...logging.map((setting) => `-Dorg.slf4j.simpleLogger.${setting}`),
        '-cp',
        classPath,
        'kafka.Kafka',
        'server.properties'
      ],
      cwd: directory,
      env: process.env,
      owner: null,
      detached
    }
  }

  #ports(): number[] {
    const own = this.#options.ports[this.#options.id - 1]
    if (own === undefined) return []
    return [own.plain, own.controller, ...(this.#options.secured === null ? [] : [own.secured])]
  }

  #dataDirectory(): string {
    return path.join(this.#options.directory, 'data')
  }

  async #writeProperties(): Promise<void> {
    const { id, ports, directory, properties, secured } = this.#options
    const pem = secured?.tls === undefined ? null : path.join(directory, 'server.pem')
    if (secured?.tls !== undefined && pem !== null) {
      const parts = await Promise.all([secured.tls.key, secured.tls.certificate].map((file) => readFile(file, 'utf8')))
      await writeFile(pem, parts.join('\n'), { mode: 0o600 })
    }
    const text = nodeProperties({
      id,
      ports,
      dataDirectory: this.#dataDirectory(),
      secured: secured === null ? null : { ...secured, pem },
      extra: properties
    })
    await writeFile(path.join(directory, 'server.properties'), text, { mode: 0o600 })
  }

  /** Into a draft first: a format that was cut short must not pass for a formatted folder. */
  async #format(): Promise<void> {
    const { clusterId, directory, java, classPath, secured } = this.#options
    const draft = path.join(directory, 'draft')
    await rm(draft, { recursive: true, force: true })
    const properties = path.join(directory, 'format.properties')
    const own = await readFile(path.join(directory, 'server.properties'), 'utf8')
    await writeFile(properties, `${own}\nlog.dirs=${draft}\n`, { mode: 0o600 })
    const scram = secured?.sasl === undefined ? [] : scramArguments(secured.sasl)
    const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties, ...scram]
    await run(java.command, ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classPath, ...tool], { cwd: directory }).catch(
      (error: { stderr?: string; message: string }) => {
        throw new EngineError(`Kafka ${this.id}:格式化失败：${reasonOf(error.stderr ?? '') ?? error.message}`, { cause: error })
      }
    )
    await rm(properties)
    await rename(draft, this.#dataDirectory())
  }
}

/** What Java says went wrong: its last cause, not the end of its stack. */
function reasonOf(said: string): string | null {
  const lines = said.split('\n').map((line) => line.trim())
  const told = lines.filter((line) => line !== '' && !/^(at |\.\.\. \d+ more)/.test(line))
  return told.findLast((line) => line.startsWith('Caused by: ')) ?? told.find((line) => /exception|error/i.test(line)) ?? told.at(-1) ?? null
}
