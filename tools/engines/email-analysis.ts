import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Java } from './java.ts'

const run = promisify(execFile)
const source = path.join(import.meta.dirname, 'EmailAnalysis.java')

/**
 * Adds EmailAnalysis.java, compiled, to the plugins of an Elasticsearch: a node with security needs it in order to make API
 * keys. A Java without a compiler leaves it out, and everything else works.
 */
export async function addEmailAnalysis(home: string, version: string, java: Java): Promise<void> {
  const plugin = path.join(home, 'plugins', 'email-analysis')
  const [javac, jar] = ['javac', 'jar'].map((tool) => path.join(java.home, 'bin', tool))
  if (existsSync(plugin) || javac === undefined || jar === undefined || !existsSync(javac) || !existsSync(jar)) return
  const draft = await mkdtemp(path.join(path.dirname(home), '.compiling-'))
  try {
    const [classes, content] = [path.join(draft, 'classes'), path.join(draft, 'content')]
    await mkdir(content)
    await run(javac, ['--release', '21', '-encoding', 'UTF-8', '-d', classes, '-cp', path.join(home, 'lib', '*'), source])
    await run(jar, ['--create', '--file', path.join(content, 'email-analysis.jar'), '-C', classes, '.'])
    await writeFile(path.join(content, 'plugin-descriptor.properties'), descriptor(version))
    await run('chmod', ['-R', 'a+rX', content])
    await chmod(content, 0o755)
    await rename(content, plugin).catch((error: unknown) => {
      // Somebody else was faster: theirs is as good.
      if (!existsSync(plugin)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function descriptor(version: string): string {
  return `name=email-analysis
description=The analyzer that the index of API keys asks for
version=1
elasticsearch.version=${version}
java.version=21
classname=wanglou.engines.EmailAnalysis
`
}
