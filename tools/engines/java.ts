import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface Java {
  readonly home: string
  readonly command: string
  /** Major version, such as 17. */
  readonly version: number
}

const machineFolders = ['/usr/lib/jvm', '/usr/java', '/opt/java', '/Library/Java/JavaVirtualMachines']

/** The first Java of at least the version that `fits`: those named by environment, that of PATH, those of the system. Null when there is none. */
export function findJava(least: number, fits: (home: string) => boolean = () => true): Java | null {
  for (const home of homes()) {
    const version = versionOf(home)
    if (version !== null && version >= least && fits(home)) return { home, command: path.join(home, 'bin', 'java'), version }
  }
  return null
}

function* homes(): Generator<string> {
  for (const name of ['ES_JAVA_HOME', 'JAVA_HOME']) {
    const home = process.env[name]
    if (home !== undefined && home !== '') yield home
  }
  const onPath = homeOnPath()
  if (onPath !== null) yield onPath
  for (const folder of machineFolders) {
    if (!existsSync(folder)) continue
    for (const name of readdirSync(folder).toSorted()) {
      yield path.join(folder, name)
      yield path.join(folder, name, 'Contents', 'Home')
    }
  }
}

/** Asked of Java itself: what PATH names may be a script that chooses one. */
function homeOnPath(): string | null {
  const { stderr } = spawnSync('java', ['-XshowSettings:properties', '-version'], { encoding: 'utf8' })
  return /java\.home = (.+)/.exec(stderr ?? '')?.[1] ?? null
}

function versionOf(home: string): number | null {
  if (!existsSync(path.join(home, 'bin', 'java'))) return null
  const release = path.join(home, 'release')
  const text = existsSync(release)
    ? readFileSync(release, 'utf8')
    : spawnSync(path.join(home, 'bin', 'java'), ['-XshowSettings:properties', '-version'], { encoding: 'utf8' }).stderr
  const version = /(?:JAVA_VERSION="|java\.version = )(?:1\.)?(\d+)/.exec(text ?? '')?.[1]
  return version === undefined ? null : Number(version)
}
