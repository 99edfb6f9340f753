/** A program of its own that starts a broker, tells its process on stdout, and stays. */
import { provideArchives } from '../../tools/engines/archives.ts'
import { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'

const provided = await provideArchives()
if (!provided.ok) throw new Error(provided.reason)
const kafka = await KafkaCluster.start({ directory: process.argv[2] ?? '', archives: provided.archives, heapMb: 256 })
console.log(JSON.stringify(kafka.nodes[0]?.identity))
setInterval(() => {}, 1_000)
