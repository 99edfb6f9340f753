const tilde = 0x7e

/** HZ (RFC 1843): GB2312 in seven bits between ~{ and ~}; ~~ is a tilde, a tilde at the end of a line joins it with the next. */
export function decodeHz(bytes: Uint8Array): string {
  const out: number[] = []
  let isChinese = false
  for (let at = 0; at < bytes.length; at++) {
    const [byte, next] = [bytes[at] ?? 0, bytes[at + 1]]
    if (byte === tilde && next === 0x7b) {
      isChinese = true
      at += 1
    } else if (byte === tilde && next === 0x7d) {
      isChinese = false
      at += 1
    } else if (byte === tilde && next === tilde) {
      out.push(tilde)
      at += 1
    } else if (byte === tilde && next === 0x0a) {
      at += 1
    } else if (byte === 0x0a) {
      isChinese = false
      out.push(byte)
    } else {
      out.push(isChinese ? byte | 0x80 : byte)
    }
  }
  return new TextDecoder('gb18030').decode(Uint8Array.from(out))
}
