import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readdirSync } from 'node:fs'
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePorts } from '../../tools/engines/free-ports.ts'
import { unpackPackages, type Missing } from './debian-packages.ts'

const packages = [
  'wordpress',
  'wordpress-theme-twentytwentythree',
  'php-cli',
  'php-common',
  'php-mysql',
  'php-mbstring',
  'php-xml',
  'mariadb-server-core',
  'mariadb-client-core'
]
/** In the order of their dependencies. */
const extensions = 'ctype tokenizer iconv fileinfo mbstring dom simplexml xml xmlreader xmlwriter posix mysqlnd mysqli'.split(' ')
/** MariaDB refuses to run as root, and neither needs to. */
const nobody = 65_534
const upWithinMs = 120_000

export interface Post {
  readonly id: number
  readonly url: string
}

/** WordPress as Debian packs it, on a database of its own, in a folder of its own, on a free port of the loopback. */
export class WordPress {
  readonly url: string
  readonly #versions: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #root: string
  readonly #children: ChildProcess[] = []

  private constructor(url: string, folder: string, root: string, versions: Readonly<Record<string, string>>) {
    this.url = url
    this.#folder = folder
    this.#root = root
    this.#versions = versions
  }

  /** Takes about 29 MB of packages from Debian. What cannot be had is told, not thrown; that it does not come up is thrown. */
  static async start(title: string, permalinks: string): Promise<{ readonly ok: true; readonly site: WordPress } | Missing> {
    const folder = await mkdtemp(path.join(tmpdir(), 'wanglou-wordpress-'))
    const unpacked = await unpackPackages(packages, folder)
    if (!unpacked.ok) {
      await rm(folder, { recursive: true, force: true })
      return unpacked
    }
    const [port] = await freePorts(1)
    const site = new WordPress(`http://127.0.0.1:${port}`, folder, unpacked.root, unpacked.versions)
    try {
      await site.#configure()
      await site.#startDatabase()
      await site.#startServer()
      await site.#act('install', { title, permalinks })
      return { ok: true, site }
    } catch (error) {
      await site.close()
      throw error
    }
  }

  /** What runs, with its versions. */
  get about(): string {
    const named = (pattern: RegExp): string => Object.entries(this.#versions).find(([name]) => pattern.test(name))?.[1] ?? '?'
    return `WordPress ${named(/^wordpress$/)}, PHP ${named(/^php[\d.]+-cli$/)}, MariaDB ${named(/^mariadb-server-core$/)}`
  }

  publish(title: string, text: string): Promise<Post> {
    return this.#act('publish', { title, text }) as Promise<Post>
  }

  async edit(post: Post, text: string): Promise<void> {
    await this.#act('edit', { id: post.id, text })
  }

  async delete(post: Post): Promise<void> {
    await this.#act('delete', { id: post.id })
  }

  /** As a visitor does, by the form below the post. Returns the address of the comment. */
  async comment(post: Post, author: string, text: string): Promise<string> {
    const form = { comment: text, author, email: 'visitor@example.invalid', url: '', comment_post_ID: String(post.id), comment_parent: '0' }
    const answer = await fetch(`${this.url}/wp-comments-post.php`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
    const comments = (await this.#act('comments', { id: post.id })) as readonly { readonly text: string; readonly url: string }[]
    const written = comments.find((comment) => comment.text === text)
    if (written === undefined) throw new Error(`WordPress took no comment: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    return written.url
  }

  /** Ends what was started, and only that; removes the folder. */
  async close(): Promise<void> {
    for (const child of this.#children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGTERM')
      const killed = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await once(child, 'exit')
      clearTimeout(killed)
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  get #site(): string {
    return path.join(this.#root, 'usr/share/wordpress')
  }

  get #socket(): string {
    return path.join(this.#folder, 'database.sock')
  }

  /** The package's own configuration reads /etc; this one reads nothing outside the folder. */
  async #configure(): Promise<void> {
    const settings = { DB_NAME: 'wordpress', DB_USER: 'root', DB_PASSWORD: '', DB_HOST: `localhost:${this.#socket}`, DB_CHARSET: 'utf8mb4' }
    const constants = Object.entries({ ...settings, WP_HOME: this.url, WP_SITEURL: this.url }).map(
      ([name, value]) => `define('${name}', '${value}');`
    )
    const switches = ["define('DISABLE_WP_CRON', true);", "define('WP_HTTP_BLOCK_EXTERNAL', true);", "define('AUTOMATIC_UPDATER_DISABLED', true);"]
    const config = ['<?php', ...constants, ...switches, "$table_prefix = 'wp_';", "require_once __DIR__ . '/wp-settings.php';", ''].join('\n')
    await writeFile(path.join(this.#site, 'wp-config.php'), config)
    await copyFile(path.join(import.meta.dirname, 'wordpress.php'), path.join(this.#folder, 'wordpress.php'))
    await mkdir(path.join(this.#folder, 'data'))
    await chmod(this.#folder, 0o755)
    if (process.getuid?.() !== 0) return
    await chown(this.#folder, nobody, nobody)
    await chown(path.join(this.#folder, 'data'), nobody, nobody)
  }

  async #startDatabase(): Promise<void> {
    const usr = path.join(this.#root, 'usr')
    const data = path.join(this.#folder, 'data')
    const installer = ['--no-defaults', `--basedir=${usr}`, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db']
    const installed = this.#spawn('install-database', path.join(usr, 'bin/mariadb-install-db'), installer)
    const [status] = (await once(installed, 'exit')) as [number | null]
    if (status !== 0) throw new Error(`mariadb-install-db ended with ${status}: ${await this.#log('install-database')}`)
    const places = [`--basedir=${usr}`, `--datadir=${data}`, `--socket=${this.#socket}`, `--pid-file=${path.join(this.#folder, 'database.pid')}`]
    const small = ['--skip-networking', '--innodb-buffer-pool-size=32M', '--innodb-log-file-size=16M', '--innodb-flush-log-at-trx-commit=2']
    const server = this.#spawn('database', path.join(usr, 'sbin/mariadbd'), ['--no-defaults', ...places, ...small])
    this.#children.push(server)
    await this.#until('database', server, () => this.#act('create-database', {}))
  }

  async #startServer(): Promise<void> {
    const { host } = new URL(this.url)
    const server = this.#spawn('server', this.#php, [...this.#phpArguments, '-S', host, '-t', this.#site])
    this.#children.push(server)
    await this.#until('server', server, () => fetch(`${this.url}/readme.html`))
  }

  async #until(name: string, child: ChildProcess, isUp: () => Promise<unknown>): Promise<void> {
    const begun = performance.now()
    for (;;) {
      const failure = await isUp().then(
        () => null,
        (error: unknown) => error
      )
      if (failure === null) return
      const hasEnded = child.exitCode !== null || child.signalCode !== null
      if (hasEnded || performance.now() - begun > upWithinMs) throw new Error(`${name} did not come up: ${await this.#log(name)}`, { cause: failure })
      await pause(200)
    }
  }

  /** One action of `wordpress.php`. */
  async #act(action: string, given: Readonly<Record<string, unknown>>): Promise<unknown> {
    const args = [...this.#phpArguments, path.join(this.#folder, 'wordpress.php'), action]
    const child = spawn(this.#php, args, { ...this.#options, stdio: ['pipe', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdin?.end(JSON.stringify(given))
    const [status] = (await once(child, 'close')) as [number | null]
    if (status !== 0) throw new Error(`WordPress could not ${action}: ${stdout.slice(0, 1000)} ${stderr.slice(0, 1000)}`)
    try {
      return JSON.parse(stdout) as unknown
    } catch (cause) {
      throw new Error(`WordPress could not ${action}: ${stdout.slice(0, 1000)} ${stderr.slice(0, 1000)}`, { cause })
    }
  }

  get #php(): string {
    const folder = path.join(this.#root, 'usr/bin')
    const name = readdirSync(folder).find((file) => /^php\d+\.\d+$/.test(file))
    if (name === undefined) throw new Error(`no php in ${folder}`)
    return path.join(folder, name)
  }

  get #phpArguments(): readonly string[] {
    const folder = path.join(this.#root, 'usr/lib/php')
    const api = readdirSync(folder).find((name) => /^\d{8}$/.test(name)) ?? ''
    const settings = [`extension_dir=${path.join(folder, api)}`, 'display_errors=stderr', 'memory_limit=256M', 'date.timezone=UTC']
    return ['-n', ...[...settings, ...extensions.map((name) => `extension=${name}`)].flatMap((setting) => ['-d', setting])]
  }

  #spawn(name: string, program: string, args: readonly string[]): ChildProcess {
    const log = openSync(path.join(this.#folder, `${name}.log`), 'a')
    return spawn(program, args, { ...this.#options, stdio: ['ignore', log, log] })
  }

  get #options(): SpawnOptions {
    const libraries = ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu', 'lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu']
    const env = {
      PATH: process.env['PATH'],
      LC_ALL: 'C.UTF-8',
      LD_LIBRARY_PATH: libraries.map((folder) => path.join(this.#root, folder)).join(':'),
      SITE_URL: this.url,
      SITE_FOLDER: this.#site,
      SITE_SOCKET: this.#socket
    }
    return { cwd: this.#folder, env, ...(process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}) }
  }

  async #log(name: string): Promise<string> {
    return (await readFile(path.join(this.#folder, `${name}.log`), 'utf8').catch(() => '')).slice(-1500)
  }
}
