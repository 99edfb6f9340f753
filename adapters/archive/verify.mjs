#!/usr/bin/env node
// 望楼归档包核验（Node.js 16 及以上，无须联网，不依赖任何其他文件）。
// 用法：node verify.mjs 归档包.tar [--root 根哈希]      退出码：0 通过，1 未通过
// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const BLOCK = 512
const CHUNK = 1 << 20
const HEX = /^[0-9a-f]{64}$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/
const ZERO_HASH = '0'.repeat(64)
const KEPT_WHOLE = ['archive.json', 'SHA256SUMS', 'ROOT']

class Broken extends Error {}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const octal = (value, width) => value.toString(8).padStart(width, '0')

/** 由文件名、长度、时间重新算出的文件头；与包中的逐字节比较，任何一处不同都是改动。 */
function headerOf(name, size, seconds) {
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0, 'latin1')
  header.write('0000644\0', 100, 'latin1')
  header.write('0000000\0', 108, 'latin1')
  header.write('0000000\0', 116, 'latin1')
  header.write(octal(size, 11) + '\0', 124, 'latin1')
  header.write(octal(seconds, 11) + '\0', 136, 'latin1')
  header.write('        ', 148, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  let sum = 0
  for (const byte of header) sum += byte
  header.write(octal(sum, 6) + '\0 ', 148, 'latin1')
  return header
}

function readOctal(header, from, what) {
  const text = header.toString('latin1', from, from + 11)
  if (!/^[0-7]{11}$/.test(text) || header[from + 11] !== 0) throw new Broken(`文件头中的${what}不合规范`)
  return parseInt(text, 8)
}

/** 名为 snapshot、evidence(s)、…Evidence 等的字段所指的留存件：都应在包中。 */
function keysIn(value, name, add) {
  if (typeof value === 'string') {
    if (/(snapshot|evidence)/i.test(name) && HEX.test(value)) add(value)
  } else if (Array.isArray(value)) {
    for (const item of value) keysIn(item, name, add)
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) keysIn(item, key, add)
  }
}

class Package {
  constructor(file) {
    this.faults = []
    this.sums = new Map()
    this.whole = new Map()
    this.wanted = new Map()
    this.mentioned = new Set()
    this.chains = new Map()
    this.lines = new Map()
    this.events = 0
    this.seconds = null
    this.fd = openSync(file, 'r')
    this.size = fstatSync(this.fd).size
    this.at = 0
  }

  fault(words) {
    this.faults.push(words)
  }

  read(length) {
    const bytes = Buffer.alloc(length)
    for (let done = 0; done < length;) {
      const got = readSync(this.fd, bytes, done, length - done, this.at + done)
      if (got === 0) throw new Broken('文件不完整：在中途结束')
      done += got
    }
    this.at += length
    return bytes
  }

  /** 逐个文件读到结尾；结尾是两个空块，其后不许再有任何字节。 */
  readAll() {
    for (;;) {
      const header = this.read(BLOCK)
      if (header.every((byte) => byte === 0)) break
      this.readMember(header)
    }
    if (!this.read(BLOCK).every((byte) => byte === 0)) throw new Broken('结尾不合规范')
    if (this.at !== this.size) throw new Broken(`结尾之后还有 ${this.size - this.at} 个字节`)
  }

  readMember(header) {
    const end = header.indexOf(0)
    const name = header.toString('latin1', 0, end < 0 || end > 100 ? 100 : end)
    if (!NAME.test(name)) throw new Broken(`文件名不合规范：${JSON.stringify(name)}`)
    const size = readOctal(header, 124, '长度')
    const seconds = readOctal(header, 136, '时间')
    if (!header.equals(headerOf(name, size, seconds))) throw new Broken(`${name} 的文件头被改动`)
    if (this.seconds !== null && this.seconds !== seconds) throw new Broken(`${name} 的时间与其他文件不同`)
    this.seconds = seconds
    if (this.sums.has(name)) throw new Broken(`${name} 出现两次`)
    if (size > this.size - this.at) throw new Broken(`${name} 不完整`)
    this.sums.set(name, this.readContent(name, size))
    if (this.read((BLOCK - (size % BLOCK)) % BLOCK).some((byte) => byte !== 0)) throw new Broken(`${name} 之后的填充被改动`)
  }

  readContent(name, size) {
    const hash = createHash('sha256')
    const lineOf = this.lineReader(name)
    const kept = []
    let rest = Buffer.alloc(0)
    for (let left = size; left > 0;) {
      const chunk = this.read(Math.min(left, CHUNK))
      left -= chunk.length
      hash.update(chunk)
      if (KEPT_WHOLE.includes(name)) kept.push(chunk)
      if (lineOf === null) continue
      let text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (let newline = text.indexOf(10); newline >= 0; newline = text.indexOf(10)) {
        lineOf(text.subarray(0, newline))
        text = text.subarray(newline + 1)
      }
      rest = text
    }
    if (lineOf !== null && rest.length > 0) this.fault(`${name} 的最后一行不完整`)
    if (KEPT_WHOLE.includes(name)) this.whole.set(name, Buffer.concat(kept))
    return hash.digest('hex')
  }

  lineReader(name) {
    if (!name.endsWith('.jsonl')) return null
    this.lines.set(name, 0)
    const chain = /^incidents\/[0-9]+\/events\.jsonl$/.test(name)
    if (chain) this.chains.set(name, { hash: ZERO_HASH, seen: new Set() })
    return (line) => {
      const number = this.lines.get(name) + 1
      this.lines.set(name, number)
      let value
      try {
        value = JSON.parse(line.toString('utf8'))
      } catch {
        return this.fault(`${name} 第 ${number} 行不是 JSON`)
      }
      if (value === null || typeof value !== 'object') return this.fault(`${name} 第 ${number} 行不是对象`)
      if (chain) this.checkEvent(name, number, line, value)
      else if (name === 'mentions.jsonl') keysIn(value.mention, '', (key) => this.want(key, `信息第 ${number} 条`))
      else if (name === 'papers.jsonl') keysIn(value, '', (key) => this.want(key, `公文第 ${number} 件`))
      else if (name === 'evidence.jsonl') this.mentioned.add(value.key)
    }
  }

  want(key, where) {
    if (!this.wanted.has(key)) this.wanted.set(key, where)
  }

  /** 一条事件：编号连续，接着前一条，内容的 SHA-256 就是它的 hash（去掉 hash 一项后的原文）。 */
  checkEvent(name, number, line, event) {
    const place = `${name} 第 ${number} 条`
    const chain = this.chains.get(name)
    const text = line.toString('utf8')
    const bare = text.replace(`"hash":"${event.hash}",`, '')
    if (event.seq !== number) this.fault(`${place}：编号为 ${event.seq}`)
    if (event.previous !== chain.hash) this.fault(`${place}：与前一条不相接`)
    if (bare === text || sha256(bare) !== event.hash) this.fault(`${place}：内容与其哈希不符`)
    if (chain.seen.has(event.id)) this.fault(`${place}：同一原因出现两次`)
    if (number === 1 && (event.body === null || typeof event.body !== 'object' || event.body.type !== 'opened')) this.fault(`${place}：不是立案`)
    chain.seen.add(event.id)
    chain.hash = event.hash
    this.events += 1
    keysIn(event.body, '', (key) => this.want(key, place))
  }

  /** 清单、根哈希、事件链首、证据与事件的对应。 */
  check(root) {
    const sums = this.whole.get('SHA256SUMS')
    if (sums === undefined || !this.whole.has('ROOT') || !this.whole.has('archive.json')) throw new Broken('缺少清单、根哈希或 archive.json')
    const names = [...this.sums.keys()]
    const listed = names.slice(0, -2)
    if (names.slice(-2).join(' ') !== 'SHA256SUMS ROOT') this.fault('清单与根哈希不在最后')
    const expected = listed.map((name) => `${this.sums.get(name)}  ${name}\n`).join('')
    if (!sums.equals(Buffer.from(expected, 'latin1'))) this.tellWhatDiffers(sums.toString('latin1'), listed)
    const computed = sha256(sums)
    if (this.whole.get('ROOT').toString('latin1') !== `${computed}\n`) this.fault('根哈希与清单不符')
    if (root !== null && root !== computed) this.fault(`根哈希与所给的不符：包的是 ${computed}`)
    this.checkAbout(JSON.parse(this.whole.get('archive.json').toString('utf8')))
    return computed
  }

  tellWhatDiffers(text, listed) {
    const given = new Map(text.split('\n').map((line) => [line.slice(66), line.slice(0, 64)]))
    const before = this.faults.length
    for (const name of listed) {
      const sum = given.get(name)
      if (sum === undefined) this.fault(`${name} 不在清单中`)
      else if (sum !== this.sums.get(name)) this.fault(`${name} 的内容与清单不符`)
    }
    for (const name of given.keys()) if (name !== '' && !this.sums.has(name)) this.fault(`清单中的 ${name} 不在包中`)
    if (this.faults.length === before) this.fault('清单的写法被改动')
  }

  checkAbout(about) {
    this.about = about
    if (about.format !== 'wanglou-archive/1') this.fault(`不认识的格式：${about.format}`)
    if (Math.floor(Date.parse(about.madeAt) / 1000) !== this.seconds) this.fault('文件时间与归档时间不符')
    for (const [index, incident] of about.incidents.entries()) {
      const name = `incidents/${index + 1}/events.jsonl`
      const chain = this.chains.get(name)
      if (chain === undefined) this.fault(`缺少 ${name}`)
      else if (chain.hash !== incident.headHash || this.lines.get(name) !== incident.events) this.fault(`${name} 的链首或条数与 archive.json 不符`)
    }
    if (this.chains.size !== about.incidents.length) this.fault('时间线的个数与 archive.json 不符')
    for (const [name, count] of [
      ['mentions.jsonl', about.mentions],
      ['notices.jsonl', about.notices],
      ['evidence.jsonl', about.evidence],
      // 早先的归档包没有公文一项。
      ['papers.jsonl', about.papers]
    ])
      if (this.lines.get(name) !== count) this.fault(`${name} 的条数与 archive.json 不符`)
    this.checkEvidence(new Set(about.missing.map(({ key }) => key)))
  }

  checkEvidence(missing) {
    const kept = new Set()
    for (const [name, sum] of this.sums) {
      if (!name.startsWith('evidence/')) continue
      kept.add(name.slice(9))
      if (name.slice(9) !== sum) this.fault(`${name} 的内容与其编号不符`)
      if (!this.mentioned.has(name.slice(9))) this.fault(`${name} 没有来历`)
    }
    for (const key of this.mentioned) if (!kept.has(key)) this.fault(`evidence.jsonl 中的 ${key} 不在包中`)
    for (const [key, where] of this.wanted) if (!kept.has(key) && !missing.has(key)) this.fault(`${where} 所指的留存件 ${key} 不在包中`)
    this.evidence = kept.size
  }
}

export function verdict(file, root) {
  let opened = null
  try {
    opened = new Package(file)
    opened.readAll()
    const computed = opened.check(root)
    if (opened.faults.length > 0) return failed(opened.faults)
    const { about } = opened
    const lines = [
      `核验通过：${about.number === null ? '未编档号' : `档号 ${about.number}`}，事件 ${about.incidents[0].id}，${about.drill ? '【演练】' : ''}${about.title}`,
      `时间线 ${opened.events} 条首尾相接，信息 ${about.mentions} 条，通知 ${about.notices} 条，留存件 ${opened.evidence} 件，逐字节与清单相符。`,
      `根哈希 ${computed}${root === null ? '（尚未与系统登记的比对：请加 --root 根哈希）' : '（与所给的一致）'}`
    ]
    if (about.missing.length > 0) lines.push(`注意：${about.missing.length} 件留存件在归档时已不在系统中，见 archive.json 的 missing。`)
    return { code: 0, lines }
  } catch (error) {
    return failed([...(opened === null ? [] : opened.faults), error instanceof Broken ? error.message : `读不下去：${error.message}`])
  } finally {
    if (opened !== null) closeSync(opened.fd)
  }
}

function failed(faults) {
  const shown = faults.slice(0, 20).map((words) => `  ${words}`)
  if (faults.length > shown.length) shown.push(`  …另有 ${faults.length - shown.length} 处`)
  return { code: 1, lines: [`核验未通过：${faults.length} 处`, ...shown] }
}

function main(args) {
  const at = args.indexOf('--root')
  const root = at < 0 ? null : String(args[at + 1]).toLowerCase()
  const files = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1))
  if (files.length !== 1 || (root !== null && !HEX.test(root))) return { code: 1, lines: ['用法：node verify.mjs 归档包.tar [--root 64位根哈希]'] }
  return verdict(files[0], root)
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  const { code, lines } = main(process.argv.slice(2))
  for (const line of lines) console.log(line)
  process.exitCode = code
}
