import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { enginesCache } from './cache-folder.ts'
import { addEmailAnalysis } from './email-analysis.ts'
import { findJava, type Java } from './java.ts'
import { othersMayReach, readableByOthers, unprivilegedOwner } from './unprivileged.ts'

const run = promisify(execFile)
export const kafkaVersion = '4.1.0'
export const elasticsearchVersion = '9.5.3'
const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1'
const mavenTimeoutMs = 900_000

export interface Archives {
  readonly kafka: { readonly java: Java; readonly classPath: string }
  readonly elasticsearch: { readonly java: Java; readonly home: string }
}

export type Provided = { readonly ok: true; readonly archives: Archives } | { readonly ok: false; readonly reason: string }

/** A Maven that failed, with what it said. */
class MavenFailed extends Error {
  override readonly name = 'MavenFailed'
}

/**
 * Java and the two servers, fetched by Maven into the cache when they are not there yet. Nothing half-fetched is ever left
 * where a server is looked for, so that many may call this at once.
 */
export async function provideArchives(cache: string = enginesCache(), progress: (message: string) => void = () => {}): Promise<Provided> {
  const kafkaJava = findJava(17)
  if (kafkaJava === null) return { ok: false, reason: '没有找到 Java 17 或更新的版本(JAVA_HOME、PATH、/usr/lib/jvm)' }
  const owner = await unprivilegedOwner()
  const elasticsearchJava = findJava(21, owner === null ? undefined : othersMayReach)
  if (elasticsearchJava === null)
    return { ok: false, reason: 'Elasticsearch 需要 Java 21 或更新的版本，没有找到(ES_JAVA_HOME、JAVA_HOME、/usr/lib/jvm)' }
  try {
    const jars = await archive(cache, `kafka-${kafkaVersion}`, fetchKafka, progress)
    const home = await archive(cache, `elasticsearch-${elasticsearchVersion}`, fetchElasticsearch, progress)
    await addEmailAnalysis(home, elasticsearchVersion, elasticsearchJava)
    return {
      ok: true,
      archives: {
        kafka: { java: kafkaJava, classPath: path.join(jars, '*') },
        elasticsearch: { java: elasticsearchJava, home: owner === null ? home : await readableByOthers(home) }
      }
    }
  } catch (error) {
    if (error instanceof MavenFailed) return { ok: false, reason: error.message }
    throw error
  }
}

type Fetch = (draft: string) => Promise<void>

async function archive(cache: string, name: string, fetch: Fetch, progress: (message: string) => void): Promise<string> {
  const folder = path.join(cache, 'archives', name)
  if (existsSync(folder)) return folder
  progress(`正在以 Maven 取得 ${name} …`)
  await mkdir(path.dirname(folder), { recursive: true })
  const draft = await mkdtemp(path.join(path.dirname(folder), '.fetching-'))
  try {
    await fetch(draft)
    await run('chmod', ['-R', 'a+rX', path.join(draft, 'content')])
    await rename(path.join(draft, 'content'), folder).catch((error: unknown) => {
      // Somebody else was faster: theirs is as good.
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}

async function fetchKafka(draft: string): Promise<void> {
  await writeFile(path.join(draft, 'pom.xml'), kafkaPom())
  await maven(draft, [`${dependencyPlugin}:copy-dependencies`, '-DincludeScope=runtime', `-DoutputDirectory=${path.join(draft, 'content')}`])
}

async function fetchElasticsearch(draft: string): Promise<void> {
  const artifact = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${elasticsearchVersion}:zip`
  await maven(draft, [`${dependencyPlugin}:unpack`, `-Dartifact=${artifact}`, `-DoutputDirectory=${path.join(draft, 'unpacked')}`])
  const [home] = await readdir(path.join(draft, 'unpacked'))
  if (home === undefined) throw new MavenFailed(`${artifact} 是空的`)
  await rename(path.join(draft, 'unpacked', home), path.join(draft, 'content'))
  await chmod(path.join(draft, 'content'), 0o755)
}

function kafkaPom(): string {
  const dependencies = [
    ['org.apache.kafka', 'kafka_2.13', kafkaVersion],
    ['org.apache.kafka', 'kafka-tools', kafkaVersion],
    ['org.slf4j', 'slf4j-simple', '1.7.36']
  ].map(
    ([group, name, version]) => `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`
  )
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>wanglou</groupId><artifactId>engines</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependencies.join('\n')}</dependencies></project>
`
}

async function maven(cwd: string, args: readonly string[]): Promise<void> {
  try {
    await run('mvn', ['-B', '-q', ...args], { cwd, timeout: mavenTimeoutMs, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (code === 'ENOENT') throw new MavenFailed('没有找到 Maven(mvn):第一次取得 Kafka 与 Elasticsearch 需要它', { cause: error })
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('ERROR'))
    throw new MavenFailed(`Maven 未能取得引擎：${said[0] ?? String(error)}`, { cause: error })
  }
}
