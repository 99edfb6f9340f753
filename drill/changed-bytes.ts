/** A place in a package at which one bit is turned, by what stands there. */
export type ChangedBytes = Readonly<Record<string, number>>

const block = 512

/** A file of a tar, as a stranger's packer finds it. */
export interface Member {
  readonly name: string
  readonly headerAt: number
  readonly size: number
}

export function membersOf(tar: Buffer): Member[] {
  const members: Member[] = []
  for (let at = 0; tar[at] !== 0 && at < tar.length;) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8)
    members.push({ name: tar.toString('latin1', at, tar.indexOf(0, at)), headerAt: at, size })
    at += block + Math.ceil(size / block) * block
  }
  return members
}

export function contentOf(tar: Buffer, name: string): Buffer {
  const member = membersOf(tar).find((one) => one.name === name)
  return member === undefined ? Buffer.alloc(0) : tar.subarray(member.headerAt + block, member.headerAt + block + member.size)
}

/** Where the fields of a header stand. */
const headerFields = { 文件名: 0, 权限: 100, 长度: 124, 时间: 136, 校验和: 148, 类型: 156, 格式: 257, 保留: 500 } as const

/** One byte of every kind that there is: in each sort of file, in each field of a header, in the filling, and in the end. */
export function bytesOfEachKind(tar: Buffer): ChangedBytes {
  const members = membersOf(tar)
  const contents = members.flatMap(({ name, headerAt, size }) =>
    size === 0 ? [] : [[sortOf(name), headerAt + block + Math.floor(size / 2)] as const]
  )
  const first = members[0]?.headerAt ?? 0
  const headers = Object.entries(headerFields).map(([field, at]) => [`文件头的${field}`, first + at] as const)
  const filled = members.find(({ size }) => size % block !== 0)
  const filling = filled === undefined ? [] : [['文件之后的填充', filled.headerAt + block + Math.ceil(filled.size / block) * block - 1] as const]
  return Object.fromEntries([...contents, ...headers, ...filling, ['结尾的空块', tar.length - 1], ['结尾前的空块', tar.length - 2 * block]])
}

/** Kept pages and timelines are many, and of one sort. */
function sortOf(name: string): string {
  return name.startsWith('evidence/') ? '留存件' : name.replace(/\d+\//, '')
}
