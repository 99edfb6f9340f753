const words: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件或文件夹',
  EACCES: '没有权限',
  EPERM: '没有权限',
  EISDIR: '这是文件夹，不是文件',
  ENOTDIR: '路径中有一段不是文件夹',
  ENAMETOOLONG: '名称太长',
  ELOOP: '符号链接绕成了圈',
  EMFILE: '打开的文件太多',
  ENFILE: '打开的文件太多',
  EIO: '磁盘读写出错',
  ENOSPC: '磁盘已满',
  EROFS: '磁盘只读'
}

/** Why a file cannot be read or written, by the code of the system's error. */
export function fileFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!('code' in error) || typeof error.code !== 'string') return error.message
  return words[error.code] ?? `系统错误 ${error.code}`
}
