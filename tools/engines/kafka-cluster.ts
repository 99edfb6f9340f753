import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Archives } from './archives.ts'
import { EngineError } from './engine-error.ts'
import { freePorts } from './free-ports.ts'
import { KafkaNode } from './kafka-node.ts'
import type { KafkaPorts, SecuredListener } from './kafka-properties.ts'
import { quickJvm } from './quick-jvm.ts'

export interface KafkaOptions {
  /** Of this cluster alone; a later `open` finds its ports, its data and what still runs. */
  readonly directory: string
  readonly archives: Archives
  /** 1 when not given. */
  readonly nodes?: 1 | 3
  /** Of each node; 512 when not given. */
  readonly heapMb?: number
  /** Switches of Java; `quickJvm` when not given. */
  readonly jvm?: readonly string[]
  /** Lines of server.properties that stand above ours. */
  readonly properties?: Readonly<Record<string, string>>
  readonly secured?: SecuredListener
  /** Lives on when this program ends. */
  readonly detached?: boolean
}

interface Layout {
  readonly clusterId: string
  readonly ports: readonly KafkaPorts[]
}

/** A real Kafka of one or three nodes on loopback. */
export class KafkaCluster {
  readonly nodes: readonly KafkaNode[]
  /** `host:port` of every node's plain listener. */
  readonly brokers: readonly string[]
  /** The same of the secured listener; [] without one. */
  readonly securedBrokers: readonly string[]
  readonly archives: Archives
  readonly #directory: string

  private constructor(options: KafkaOptions, nodes: readonly KafkaNode[], ports: readonly KafkaPorts[]) {
    this.nodes = nodes
    this.archives = options.archives
    this.#directory = options.directory
    this.brokers = nodes.map(({ address }) => address)
    this.securedBrokers = options.secured === undefined ? [] : ports.map(({ secured }) => `127.0.0.1:${secured}`)
  }

  /** Starts nothing. @throws EngineError when the folder holds a cluster of another size */
  static async open(options: KafkaOptions): Promise<KafkaCluster> {
    const directory = path.resolve(options.directory)
    const { clusterId, ports } = await layoutOf(directory, options.nodes ?? 1)
    const { java, classPath } = options.archives.kafka
    const nodes = ports.map(
      (_, index) =>
        new KafkaNode({
          id: index + 1,
          clusterId,
          ports,
          directory: path.join(directory, `node-${index + 1}`),
          java,
          classPath,
          heapMb: options.heapMb ?? 512,
          jvm: options.jvm ?? quickJvm,
          properties: options.properties ?? {},
          secured: options.secured ?? null,
          detached: options.detached ?? false
        })
    )
    return new KafkaCluster({ ...options, directory }, nodes, ports)
  }

  /** Opened, started and ready. @throws EngineError; nothing of it runs then */
  static async start(options: KafkaOptions): Promise<KafkaCluster> {
    const cluster = await KafkaCluster.open(options)
    try {
      await cluster.start()
      await cluster.waitReady()
    } catch (error) {
      await cluster.kill()
      throw error
    }
    return cluster
  }

  /** Starts the nodes that do not run. */
  async start(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.start()))
  }

  /** Resolves when every node says that all are in service. */
  async waitReady(withinMs?: number): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.waitReady(this.nodes.length, withinMs)))
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()))
  }

  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()))
  }

  /** Kills what runs and removes the folder. */
  async remove(): Promise<void> {
    await this.kill()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remove()
  }
}

async function layoutOf(directory: string, nodes: number): Promise<Layout> {
  const file = path.join(directory, 'cluster.json')
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known !== null) {
    const layout = JSON.parse(known) as Layout
    if (layout.ports.length !== nodes) throw new EngineError(`${directory} 中是 ${layout.ports.length} 个节点的集群，不是 ${nodes} 个`)
    return layout
  }
  const free = await freePorts(nodes * 3)
  const ports = Array.from({ length: nodes }, (_, index) => {
    const [plain = 0, controller = 0, secured = 0] = free.slice(index * 3)
    return { plain, controller, secured }
  })
  const layout: Layout = { clusterId: newClusterId(), ports }
  await mkdir(directory, { recursive: true })
  await writeFile(file, JSON.stringify(layout))
  return layout
}

/** Kafka's form of a UUID. On a command line it must not begin as a switch does. */
function newClusterId(): string {
  return `W${randomBytes(16).toString('base64url').slice(1)}`
}
