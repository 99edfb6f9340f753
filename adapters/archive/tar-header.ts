import { InvalidInputError } from '../../core/errors.ts'

/** Bytes of a block: headers are one, contents are filled up to whole ones. */
export const tarBlock = 512

const longestName = 100
const largestMember = 8 ** 11 - 1

/** The ustar header of a plain file (POSIX.1-1988), with every field fixed but name, length and moment. @throws InvalidInputError */
export function tarHeader(name: string, bytes: number, seconds: number): Buffer {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name) || name.length > longestName)
    throw new InvalidInputError(`归档包中不能有名为 ${name} 的文件`)
  if (bytes > largestMember) throw new InvalidInputError(`${name} 超过 8 GiB，不能装入归档包`)
  const header = Buffer.alloc(tarBlock)
  header.write(name, 0, 'latin1')
  header.write('0000644\0', 100, 'latin1')
  header.write('0000000\0', 108, 'latin1')
  header.write('0000000\0', 116, 'latin1')
  header.write(`${octal(bytes)}\0`, 124, 'latin1')
  header.write(`${octal(seconds)}\0`, 136, 'latin1')
  header.write('        ', 148, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

function octal(value: number): string {
  return Math.max(0, Math.floor(value)).toString(8).padStart(11, '0')
}
